#include "app/cli/riskoptions.h"

#include "app/cli/output.h"

#include <QFileInfo>

#include <utility>

namespace wick::cli {

using core::Failure;
using core::Result;
using session::JobError;
using session::RiskSettings;

OptionSpec riskOption()
{
    return {"--risk", "FILE|KEY=VALUE", "risk limits: a JSON object in a file, or one limit",
            Occurrence::Repeatable};
}

Result<RiskSettings, JobError> riskSettings(const Options& options)
{
    RiskSettings settings;
    for (const std::string& text : options.values("--risk")) {
        const auto at = text.find('=');
        const bool pair = at != std::string::npos && at != 0 && at + 1 != text.size();
        const QString file = QString::fromStdString(text);
        if (pair && !QFileInfo::exists(file)) {
            settings.emplace_back(text.substr(0, at), text.substr(at + 1));
            continue;
        }
        auto read = session::readRiskFile(file);
        if (!read) {
            return Failure{std::move(read).error()};
        }
        settings.insert(settings.end(), read->begin(), read->end());
    }
    return settings;
}

void warnOfContradictions(const core::RiskLimits& limits)
{
    for (const core::LimitWarning& warning : core::contradictions(limits, kUsualRisk)) {
        tell("Warning: " + warning.sentence);
    }
}

} // namespace wick::cli
