#pragma once

#include "app/cli/options.h"
#include "app/session/riskfile.h"
#include "app/session/session.h"
#include "core/base/result.h"

#include <string>

namespace wick::cli {

/// What `wickctl run` takes.
[[nodiscard]] OptionParser runParser();

/// A session as the command line asks for it. Its limits are those of settings.db with `risk`
/// applied over them.
struct RunRequest
{
    session::PracticeRequest practice;
    session::AccountChoice account = session::AccountChoice::Continue;
    session::RiskSettings risk; ///< of the session file, then of --risk
};

/// Session file and options; an option wins over the file. Every key and value is checked, the
/// error is a sentence that names what is wrong.
[[nodiscard]] core::Result<RunRequest, std::string> runRequestOf(const Options& options);

} // namespace wick::cli
