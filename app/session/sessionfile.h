#pragma once

#include "app/session/riskfile.h"
#include "app/session/session.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wick::session {

/// What a person wrote down of a session that is to run: only what the file says.
struct SessionFile
{
    std::optional<Speed> speed;
    std::optional<core::Duration> runFor;
    std::optional<std::uint64_t> seed;
    std::optional<core::Money> balance;
    RiskSettings limits; ///< checked one by one
    std::vector<EngineRequest> engines;
};

/// Why a session file was refused. `text()` is one sentence that names file and key.
struct SessionFileError
{
    std::string file;
    std::string key; ///< "engines[1].strategy"; empty when the whole file is meant
    std::string problem;

    [[nodiscard]] std::string text() const;
};

/// Reads a session file (docs/howto/run-unattended.md); `file` is its name in messages. Unknown
/// keys are refused with the nearest known one; strategies, markets, parameters and limits must
/// exist and be in range.
[[nodiscard]] core::Result<SessionFile, SessionFileError> parseSessionFile(const QByteArray& json,
                                                                           const QString& file);
[[nodiscard]] core::Result<SessionFile, SessionFileError> readSessionFile(const QString& path);

} // namespace wick::session
