#include "app/session/riskfile.h"

#include "core/base/unreachable.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <optional>

namespace wick::session {

using core::Failure;
using core::Result;

namespace {

constexpr qint64 kLargestFile = 1'000'000;

[[nodiscard]] Failure<JobError> refused(const QString& path, const QString& why)
{
    JobError error;
    error.fault = JobFault::RiskFile;
    error.subject = path.toStdString();
    error.detail = path.toStdString() + ": " + why.toStdString();
    return Failure{error};
}

[[nodiscard]] std::optional<std::string> textOf(const QJsonValue& value)
{
    if (value.isString()) {
        return value.toString().toStdString();
    }
    if (value.isDouble()) {
        return QString::number(value.toDouble(), 'f', QLocale::FloatingPointShortest).toStdString();
    }
    if (value.isNull()) {
        return "none";
    }
    return std::nullopt;
}

[[nodiscard]] JobFault faultOf(core::LimitErrorKind kind)
{
    switch (kind) {
    case core::LimitErrorKind::UnknownKey:
        return JobFault::UnknownRiskKey;
    case core::LimitErrorKind::NotANumber:
        return JobFault::RiskNotANumber;
    case core::LimitErrorKind::OutOfRange:
        return JobFault::RiskOutOfRange;
    case core::LimitErrorKind::NoScope:
        return JobFault::RiskNoScope;
    case core::LimitErrorKind::NotAChoice:
        return JobFault::RiskNotAChoice;
    }
    core::unreachable();
}

} // namespace

Result<RiskSettings, JobError> readRiskFile(const QString& path)
{
    QFile file{path};
    if (!file.open(QIODevice::ReadOnly)) {
        return refused(path, QStringLiteral("cannot be read: ") % file.errorString());
    }
    if (file.size() > kLargestFile) {
        return refused(path, QStringLiteral("is too large for a risk file"));
    }
    return parseRiskFile(file.readAll(), path);
}

Result<RiskSettings, JobError> parseRiskFile(const QByteArray& text, const QString& path)
{
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(text, &fault);
    if (fault.error != QJsonParseError::NoError) {
        const auto line = text.left(fault.offset).count('\n') + 1;
        return refused(path, QStringLiteral("line %1: ").arg(line) % fault.errorString());
    }
    if (!document.isObject()) {
        return refused(path, QStringLiteral("must be a JSON object of keys and values"));
    }
    const QJsonObject object = document.object();
    RiskSettings settings;
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        const auto value = textOf(entry.value());
        if (!value) {
            return refused(path, entry.key() % QStringLiteral(" must be a number, a text or null"));
        }
        // What a preset replaces is all there is: what stands beside it changes the preset.
        const bool preset = entry.key() == QLatin1String("preset");
        settings.emplace(preset ? settings.begin() : settings.end(), entry.key().toStdString(),
                         *value);
    }
    return settings;
}

Result<void, JobError> applyRisk(core::RiskLimits& limits, const RiskSettings& settings)
{
    core::RiskLimits changed = limits;
    for (const auto& [key, text] : settings) {
        if (const auto set = core::setLimit(changed, key, text); !set) {
            const core::LimitError& why = set.error();
            JobError error;
            error.fault = faultOf(why.kind);
            error.subject = why.key.empty() ? key : why.key;
            error.text = text;
            error.nearest = why.nearest;
            error.low = why.low;
            error.high = why.high;
            return Failure{error};
        }
    }
    limits = changed;
    return {};
}

} // namespace wick::session
