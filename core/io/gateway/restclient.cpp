#include "core/io/gateway/restclient.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <utility>

namespace wick::io {

using namespace Qt::StringLiterals;

namespace {

/// Percent-encoded in full: a bare `+` of a signature would arrive as a blank.
QByteArray formOf(const RestRequest& request)
{
    QByteArray form;
    for (const auto& [name, value] : request.fields) {
        form += form.isEmpty() ? "" : "&";
        form += QUrl::toPercentEncoding(QString::fromStdString(name));
        form += '=';
        form += QUrl::toPercentEncoding(QString::fromStdString(value));
    }
    return form;
}

/// The form of a POST, to be read once. Qt sends a request again by itself when the connection is
/// cut before an answer, whatever its method; a body that cannot be had again keeps it from that.
class OnceOnly final : public QIODevice
{
public:
    explicit OnceOnly(QByteArray form, QObject* parent)
        : QIODevice(parent)
        , m_form(std::move(form))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] bool reset() override { return false; }
    [[nodiscard]] bool atEnd() const override { return m_read == m_form.size(); }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_form.size() - m_read; }

protected:
    qint64 readData(char* into, qint64 most) override
    {
        const qint64 count = std::min(most, qint64{m_form.size() - m_read});
        std::copy_n(m_form.constData() + m_read, count, into);
        m_read += count;
        return count == 0 && most > 0 ? -1 : count;
    }
    qint64 writeData(const char* /*bytes*/, qint64 /*count*/) override { return -1; }

private:
    QByteArray m_form;
    qint64 m_read = 0;
};

} // namespace

RestClient::RestClient(QUrl base, RestBounds bounds)
    : m_base(std::move(base))
    , m_bounds(bounds)
    , m_manager(this)
{}

RestClient::~RestClient() = default;

void RestClient::get(const RestRequest& request, Then then)
{
    QUrl url = m_base.resolved(QUrl{QString::fromStdString(request.path)});
    if (!request.fields.empty()) {
        url.setQuery(QString::fromLatin1(formOf(request)), QUrl::StrictMode);
    }
    follow(m_manager.get(prepared(url, request)), std::move(then));
}

void RestClient::post(const RestRequest& request, Then then)
{
    QNetworkRequest prepared =
        this->prepared(m_base.resolved(QUrl{QString::fromStdString(request.path)}), request);
    prepared.setHeader(QNetworkRequest::ContentTypeHeader, u"application/x-www-form-urlencoded"_s);
    QByteArray form = formOf(request);
    prepared.setHeader(QNetworkRequest::ContentLengthHeader, form.size());
    prepared.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    auto* body = new OnceOnly{std::move(form), this};
    QNetworkReply* reply = m_manager.post(prepared, body);
    body->setParent(reply);
    follow(reply, std::move(then));
}

QNetworkRequest RestClient::prepared(const QUrl& url, const RestRequest& request) const
{
    QNetworkRequest prepared{url};
    prepared.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                          QNetworkRequest::ManualRedirectPolicy);
    prepared.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                          QNetworkRequest::AlwaysNetwork);
    prepared.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    prepared.setSslConfiguration(tls);
    prepared.setHeader(QNetworkRequest::UserAgentHeader, u"Wick"_s);
    if (!request.token.empty()) {
        prepared.setRawHeader("authorization", QByteArray::fromStdString(request.token));
    }
    return prepared;
}

void RestClient::follow(QNetworkReply* reply, Then then)
{
    const auto problem = std::make_shared<QString>(); // that made us give it up
    auto giveUp = [reply, problem](const QString& why) {
        *problem = why;
        reply->abort();
    };
    QTimer::singleShot(m_bounds.patience, reply, [giveUp] { giveUp(u"no answer in time"_s); });
    QObject::connect(reply, &QNetworkReply::readyRead, reply,
                     [reply, giveUp, most = m_bounds.bodyBytes] {
                         if (reply->bytesAvailable() > most) {
                             giveUp(u"the answer is longer than %1 bytes"_s.arg(most));
                         }
                     });
    QObject::connect(
        reply, &QNetworkReply::finished, this, [reply, problem, then = std::move(then)] {
            reply->deleteLater();
            const QVariant status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute);
            RestAnswer answer;
            if (!problem->isEmpty() || !status.isValid()) {
                answer.problem = problem->isEmpty() ? reply->errorString() : *problem;
            } else if (reply->error() == QNetworkReply::RemoteHostClosedError) {
                answer.problem = reply->errorString(); // cut off in the middle
            } else {
                answer.status = status.toInt();
                answer.body = reply->readAll();
            }
            then(answer);
        });
}

} // namespace wick::io
