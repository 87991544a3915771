#pragma once

#include <QString>

#include <cstdint>

namespace wick::desktop {

/// What would be ended by closing the window now.
struct RunningFacts
{
    int engines = 0;
    int positions = 0;
    bool backtest = false;

    [[nodiscard]] bool any() const noexcept { return engines > 0 || backtest; }
};

enum class CloseChoice : std::uint8_t
{
    Stay,
    KeepRunning,
    StopAndClose,
};

/// What closing the window does while something runs; a setting.
enum class CloseSetting : std::uint8_t
{
    Ask,
    KeepRunning,
    StopAndClose,
};

/// "3 engines run, 2 positions are open and a backtest runs."
[[nodiscard]] QString describe(const RunningFacts& facts);

} // namespace wick::desktop
