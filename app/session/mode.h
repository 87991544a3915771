#pragma once

#include <cstdint>
#include <string_view>

namespace wick::session {

enum class Mode : std::uint8_t
{
    Backtest,
    Paper,
    Live
};
enum class Profile : std::uint8_t
{
    Practice,
    Testnet,
    Mainnet
};

/// How fast a market that waits for us may go: market seconds a second of ours.
enum class Speed : std::uint16_t
{
    Real = 1,
    Ten = 10,
    Sixty = 60,
    Max = 0
};

/// The word on the badge.
[[nodiscard]] constexpr std::string_view badge(Mode mode, Profile profile) noexcept
{
    if (mode == Mode::Backtest) {
        return "BACKTEST";
    }
    if (profile == Profile::Practice) {
        return "PAPER (practice)";
    }
    if (mode == Mode::Paper) {
        return "PAPER";
    }
    return profile == Profile::Testnet ? "TESTNET" : "LIVE";
}

} // namespace wick::session
