#include "core/io/controlrequest.h"

#include "core/base/nearestname.h"
#include "core/base/unreachable.h"

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
                            VerbName{QLatin1String{"kill"}, ControlVerb::Kill},
                            VerbName{QLatin1String{"release"}, ControlVerb::Release},
                            VerbName{QLatin1String{"operator"}, ControlVerb::Operator}};

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

/// The number under `engine`; none when the key is not there.
[[nodiscard]] Result<std::optional<std::uint16_t>, ControlError> engineOf(const QJsonObject& object)
{
    const QJsonValue engine = object.value(QLatin1String{"engine"});
    if (engine.isUndefined()) {
        return std::optional<std::uint16_t>{};
    }
    const double number = engine.toDouble(-1.0);
    if (!(number >= 0.0 && number <= std::numeric_limits<std::uint16_t>::max())
        || number != std::floor(number))
    {
        return refused(QStringLiteral("the key 'engine' must be a whole number from 0"));
    }
    return std::optional{static_cast<std::uint16_t>(number)};
}

[[nodiscard]] Outcome releaseOf(const QJsonObject& object)
{
    ControlRequest request{.verb = ControlVerb::Release};
    for (const char* key : {"halt", "why"}) {
        const QString text = object.value(QLatin1String{key}).toString();
        if (text.trimmed().isEmpty()) {
            return refused(QStringLiteral("the key '%1' must be a text that is not empty")
                               .arg(QLatin1String{key}));
        }
        (key == std::string_view{"halt"} ? request.halt : request.why) = text.toStdString();
    }
    const auto engine = engineOf(object);
    if (!engine) {
        return Failure{engine.error()};
    }
    request.engine = *engine;
    return request;
}

/// Everything, the engines on one market, or one engine.
[[nodiscard]] Outcome aimedAt(ControlVerb verb, const QJsonObject& object)
{
    ControlRequest request{.verb = verb};
    const QJsonValue market = object.value(QLatin1String{"market"});
    if (!market.isUndefined() && object.contains(QLatin1String{"engine"})) {
        return refused(QStringLiteral("'market' and 'engine' exclude each other"));
    }
    if (!market.isUndefined()) {
        if (market.toString().isEmpty()) {
            return refused(QStringLiteral("the key 'market' must be a text that is not empty"));
        }
        request.market = market.toString().toStdString();
    }
    const auto engine = engineOf(object);
    if (!engine) {
        return Failure{engine.error()};
    }
    request.engine = *engine;
    return request;
}

[[nodiscard]] Outcome operatorOf(const QJsonObject& object)
{
    constexpr double kMostMinutes = 10'080; ///< a week
    auto request = aimedAt(ControlVerb::Operator, object);
    if (!request) {
        return request;
    }
    request->command = object.value(QLatin1String{"command"}).toString().toStdString();
    if (request->command.empty()) {
        return refused(QStringLiteral("the key 'command' must be a text that is not empty"));
    }
    request->why = object.value(QLatin1String{"why"}).toString().toStdString();
    const QJsonValue minutes = object.value(QLatin1String{"minutes"});
    if (!minutes.isUndefined()) {
        const double number = minutes.toDouble(-1.0);
        if (!(number >= 1.0 && number <= kMostMinutes) || number != std::floor(number)) {
            return refused(
                QStringLiteral("the key 'minutes' must be a whole number from 1 to 10080"));
        }
        request->minutes = static_cast<std::int64_t>(number);
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
    } else if (*verb == ControlVerb::Release) {
        known.insert(known.end(), {"halt", "why", "engine"});
    } else if (*verb == ControlVerb::Operator) {
        known.insert(known.end(), {"command", "market", "engine", "minutes", "why"});
    }
    for (const QString& key : object.keys()) {
        if (std::find(known.begin(), known.end(), key.toStdString()) == known.end()) {
            return refused(QStringLiteral("the request has no key ") % echo(key)
                           % nearest(key, known));
        }
    }
    switch (*verb) {
    case ControlVerb::Flatten:
        return aimedAt(*verb, object);
    case ControlVerb::Operator:
        return operatorOf(object);
    case ControlVerb::Release:
        return releaseOf(object);
    case ControlVerb::Status:
    case ControlVerb::Kill:
        return ControlRequest{.verb = *verb};
    }
    core::unreachable();
}

std::string controlRefusal(std::string_view sentence)
{
    const QString text =
        QString::fromUtf8(sentence.data(), static_cast<qsizetype>(sentence.size()));
    const QJsonObject reply{{QStringLiteral("ok"), false}, {QStringLiteral("error"), text}};
    return QJsonDocument{reply}.toJson(QJsonDocument::Compact).toStdString();
}

} // namespace wick::io
