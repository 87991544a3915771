#pragma once

#include "core/base/unreachable.h"

#include <array>
#include <cstdint>
#include <optional>
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

/// A speed as it is written: "1", "10", "60" or "max".
[[nodiscard]] constexpr std::string_view speedText(Speed speed) noexcept
{
    switch (speed) {
    case Speed::Real:
        return "1";
    case Speed::Ten:
        return "10";
    case Speed::Sixty:
        return "60";
    case Speed::Max:
        return "max";
    }
    core::unreachable();
}

[[nodiscard]] constexpr std::optional<Speed> parseSpeed(std::string_view text) noexcept
{
    for (const Speed speed : std::array{Speed::Real, Speed::Ten, Speed::Sixty, Speed::Max}) {
        if (text == speedText(speed)) {
            return speed;
        }
    }
    return std::nullopt;
}

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
