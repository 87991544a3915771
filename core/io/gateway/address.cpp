#include "core/io/gateway/address.h"

#include <QHostAddress>
#include <QString>

namespace wick::io {

using namespace Qt::StringLiterals;

namespace {

/// Numbers only: a name could be made to point elsewhere.
bool isThisMachine(const QString& host)
{
    const QHostAddress address{host};
    return !address.isNull() && address.isLoopback();
}

} // namespace

core::Result<QUrl, std::string> venueAddress(std::string_view text)
{
    const QUrl url{QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())),
                   QUrl::StrictMode};
    if (!url.isValid() || url.host().isEmpty()) {
        return core::Failure{"'" + std::string{text} + "' is not an address"};
    }
    const QString scheme = url.scheme();
    if (scheme == u"https"_s || scheme == u"wss"_s) {
        return url;
    }
    if (scheme != u"http"_s && scheme != u"ws"_s) {
        return core::Failure{"'" + std::string{text} + "' is not an address of a venue"};
    }
    if (!isThisMachine(url.host())) {
        return core::Failure{"'" + std::string{text}
                             + "' is refused: without TLS only this machine may be spoken to"};
    }
    return url;
}

} // namespace wick::io
