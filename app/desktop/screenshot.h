#pragma once

#include "app/desktop/mainwindow.h"
#include "app/desktop/theme/theme.h"
#include "app/session/mode.h"
#include "core/domain/moneyandids.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <cstdint>

namespace wick::desktop {

/// What is opened within the workspace before the picture is taken.
enum class ScreenshotPage : std::uint8_t
{
    None,
    Inspector, ///< monitor: the newest refusal, explained
    Replay,    ///< backtest: played again up to the midst of a trade
    Decision,  ///< backtest: the first step with a signal, explained
    Charts,    ///< four of them; in the backtest played again
    Leverage,  ///< risk: a calculator, in their order
    Size,
    Stress,
    Evaluation
};

struct ScreenshotOptions
{
    QString file; ///< PNG
    Scheme scheme = Scheme::Dark;
    Workspace workspace = Workspace::Monitor;
    ScreenshotPage page = ScreenshotPage::None;
    QSize size{1920, 1080}; ///< of the window, logical pixels
    session::Speed speed = session::Speed::Max;
    std::uint64_t seed = 0; ///< of the practice market; 0 is the default
    core::Money balance = core::usdc(100'000);
    QStringList candleFiles; ///< the first is what the backtest runs on
};

/// Opens the whole desktop on the practice market, waits until there is something to see, writes a
/// picture of the window and ends the session. The data folder is a temporary one, so that neither
/// settings nor journal of the user come into it. Spins the event loop. Thread: GUI.
/// Returns the exit code: 0, or 1 when something failed, which is said on stderr.
[[nodiscard]] int takeScreenshot(const ScreenshotOptions& options);

} // namespace wick::desktop
