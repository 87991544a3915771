#include "core/io/controlrequest.h"

#include "core/base/nearestname.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace wick::io {

using core::Failure;
using core::Result;
using Outcome = Result<ControlRequest, ControlError>;

namespace {

constexpr qsizetype kLongestEcho = 40;

struct VerbName
{
    QLatin1String name;
    ControlVerb verb{};
};
constexpr std::array kVerbs{VerbName{QLatin1String{"status"}, ControlVerb::Status},
                            VerbName{QLatin1String{"flatten"}, ControlVerb::Flatten},
                            VerbName{QLatin1String{"kill"}, ControlVerb::Kill}};

[[nodiscard]] Failure<ControlError> refused(const QString& sentence)
{
    return Failure{ControlError{sentence.toStdString()}};
}

/// What a client sent, short enough to stand in a sentence.
[[nodiscard]] QString echo(const QString& text)
{
    return QLatin1Char{'\''} % text.left(kLongestEcho)
           % (text.size() > kLongestEcho ? QStringLiteral("…'") : QStringLiteral("'"));
}

[[nodiscard]] QString nearest(const QString& wanted, const std::vector<std::string>& names)
{
    const std::string name = core::nearestName(wanted.left(kLongestEcho).toStdString(), names);
    return name.empty() ? QString{}
                        : QStringLiteral("; did you mean '") % QString::fromStdString(name)
                              % QStringLiteral("'?");
}

[[nodiscard]] Result<ControlVerb, ControlError> verbOf(const QJsonValue& value)
{
    if (value.isUndefined()) {
        return refused(QStringLiteral("the key 'request' is missing"));
    }
    if (!value.isString()) {
        return refused(QStringLiteral("the key 'request' must be a text"));
    }
    const QString wanted = value.toString();
    std::vector<std::string> names;
    for (const auto& [name, verb] : kVerbs) {
        if (wanted == name) {
            return verb;
        }
        names.push_back(QString{name}.toStdString());
    }
    return refused(QStringLiteral("there is no request ") % echo(wanted) % nearest(wanted, names));
}

[[nodiscard]] Outcome flattenOf(const QJsonObject& object)
{
    ControlRequest request{.verb = ControlVerb::Flatten};
    const QJsonValue market = object.value(QLatin1String{"market"});
    const QJsonValue engine = object.value(QLatin1String{"engine"});
    if (!market.isUndefined() && !engine.isUndefined()) {
        return refused(QStringLiteral("'market' and 'engine' exclude each other"));
    }
    if (!market.isUndefined()) {
        if (market.toString().isEmpty()) {
            return refused(QStringLiteral("the key 'market' must be a text that is not empty"));
        }
        request.market = market.toString().toStdString();
    }
    if (!engine.isUndefined()) {
        const double number = engine.toDouble(-1.0);
        if (!(number >= 0.0 && number <= std::numeric_limits<std::uint16_t>::max())
            || number != std::floor(number))
        {
            return refused(QStringLiteral("the key 'engine' must be a whole number from 0"));
        }
        request.engine = static_cast<std::uint16_t>(number);
    }
    return request;
}

} // namespace

Outcome parseControlRequest(std::string_view line)
{
    if (line.size() > kLongestControlLine) {
        return refused(QStringLiteral("the line is longer than %1 bytes").arg(kLongestControlLine));
    }
    QJsonParseError fault;
    const auto document =
        QJsonDocument::fromJson({line.data(), static_cast<qsizetype>(line.size())}, &fault);
    if (fault.error != QJsonParseError::NoError) {
        return refused(QStringLiteral("byte %1: %2").arg(fault.offset).arg(fault.errorString()));
    }
    if (!document.isObject()) {
        return refused(QStringLiteral("a request must be a JSON object"));
    }
    const QJsonObject object = document.object();
    const auto verb = verbOf(object.value(QLatin1String{"request"}));
    if (!verb) {
        return Failure{verb.error()};
    }
    std::vector<std::string> known{"request"};
    if (*verb == ControlVerb::Flatten) {
        known.insert(known.end(), {"market", "engine"});
    }
    for (const QString& key : object.keys()) {
        if (std::find(known.begin(), known.end(), key.toStdString()) == known.end()) {
            return refused(QStringLiteral("the request has no key ") % echo(key)
                           % nearest(key, known));
        }
    }
    return *verb == ControlVerb::Flatten ? flattenOf(object) : ControlRequest{.verb = *verb};
}

std::string controlRefusal(std::string_view sentence)
{
    const QString text =
        QString::fromUtf8(sentence.data(), static_cast<qsizetype>(sentence.size()));
    const QJsonObject reply{{QStringLiteral("ok"), false}, {QStringLiteral("error"), text}};
    return QJsonDocument{reply}.toJson(QJsonDocument::Compact).toStdString();
}

} // namespace wick::io
