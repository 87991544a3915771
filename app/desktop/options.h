#pragma once

#include "app/desktop/headless/headlessrun.h"
#include "app/desktop/screenshot.h"
#include "core/base/result.h"
#include "core/domain/moneyandids.h"

#include <QString>
#include <QStringList>

#include <cstdint>

namespace wick::desktop {

/// What a call of the program asks for.
enum class StartAs : std::uint8_t
{
    Window,
    Headless,
    Screenshot,
    Help,
    Version,
};

/// A command line that was understood. Candle files and seed stand in the options of every kind.
struct CommandLine
{
    StartAs startAs = StartAs::Window;
    QStringList candleFiles;
    QString dataFolder; ///< empty: the user's
    std::uint64_t seed = 0;
    bool newAccount = false; ///< begin one instead of going on with the last
    core::Money balance;     ///< of the paper account
    HeadlessOptions headless;
    ScreenshotOptions screenshot;
};

/// Reads the arguments without the program's name. Options of Qt itself (-platform, -style, …) are
/// left to it. Errors: one sentence that names the option: unknown (with the nearest name), without
/// its value, with a value that cannot be, or without the option it belongs to.
[[nodiscard]] core::Result<CommandLine, QString> parseCommandLine(const QStringList& arguments);

/// How to call the program, a line for each option.
[[nodiscard]] QString commandLineHelp();

} // namespace wick::desktop
