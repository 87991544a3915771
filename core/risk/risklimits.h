#pragma once

#include "core/base/result.h"
#include "core/domain/moneyandids.h"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick::core {

/// No limit: the rule is evaluated and reported, and never bites.
constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

/// What the sizer does with an order that is larger than a cap leaves room for.
enum class OnCap : std::int64_t
{
    Cut = 0,
    Refuse = 1
};

/// The loss limits of one scope: the fleet, or an engine. Fractions in parts per million.
struct LossLimits
{
    std::int64_t dailyLoss = kNoLimit;
    std::int64_t peakDrawdown = kNoLimit;

    friend bool operator==(const LossLimits&, const LossLimits&) noexcept = default;
};

/// All limits in force, as integers. Plain values: validated by `set`, compared by the rules.
struct RiskLimits
{
    std::int64_t onCap = static_cast<std::int64_t>(OnCap::Cut);
    std::int64_t riskPerTrade = 0;       ///< ppm of equity; 0: what the strategy declares
    std::int64_t maxPosition = kNoLimit; ///< base units times 10^9, a market, open and pending
    std::int64_t maxNotional = usdc(500'000).count(); ///< micro-USDC, a market, open and pending
    std::int64_t maxOpenPositions = 3;                ///< markets
    std::int64_t maxLeverage = 5'000'000;             ///< ppm of equity: 5 x; the sizer's cap
    std::int64_t marginBuffer = 200'000;              ///< ppm of free margin kept back by the sizer
    std::int64_t priceCollar = 10'000;                ///< ppm from mark (100 bp)
    std::int64_t staleMs = 15'000;                    ///< age of the market's last news
    std::int64_t preCloseMin = 45;     ///< minutes before the session's close without entries
    LossLimits fleet{20'000, 100'000}; ///< 2 % a day, 10 % from the peak
    LossLimits engine{10'000, 50'000}; ///< each engine: 1 % a day, 5 % from its best

    /// One market's engines where they differ from `engine`.
    struct MarketOverride
    {
        std::string market; ///< base: "ETH"
        LossLimits limits;

        friend bool operator==(const MarketOverride&, const MarketOverride&) = default;
    };
    std::vector<MarketOverride> markets;

    friend bool operator==(const RiskLimits&, const RiskLimits&) = default;

    /// The loss limits of an engine on the market with this base.
    [[nodiscard]] const LossLimits& forEngineOn(std::string_view base) const;

    /// Nothing finite: for comparisons with a fixed quantity (definitions D.6).
    [[nodiscard]] static RiskLimits open();
    /// 1 % a trade, 3 % a day, 5 positions.
    [[nodiscard]] static RiskLimits starter();
};

/// How a limit is written and shown.
enum class LimitUnit : std::uint8_t
{
    Fraction,
    Multiple,
    BasisPoints,
    Usdc,
    BaseUnits,
    Count,
    Milliseconds,
    Minutes,
    Choice
};

/// One limit by its key: what editor, command line and settings store are generated from.
struct LimitKey
{
    std::string_view key;
    std::string_view title;
    std::string_view help;
    std::string_view group;
    LimitUnit unit{};
    std::int64_t low = 0;  ///< smallest value allowed, in the unit of the member
    std::int64_t high = 0; ///< largest finite value allowed
    bool mayBeNone = false;
    bool scoped = false;                       ///< has engine. and MARKET. forms beside the fleet's
    std::int64_t RiskLimits::*value = nullptr; ///< unscoped
    std::int64_t LossLimits::*loss = nullptr;  ///< scoped
};

/// Every key, in the order people see them.
[[nodiscard]] std::span<const LimitKey> limitKeys() noexcept;

enum class LimitErrorKind : std::uint8_t
{
    UnknownKey,
    NotANumber,
    OutOfRange,
    NoScope
};

struct LimitError
{
    LimitErrorKind kind{};
    std::string key;
    std::string text;
    std::string nearest; ///< UnknownKey only
    std::string low;     ///< OutOfRange only, as it would be written
    std::string high;
};

/// Sets one limit by key and text: "daily_loss" 0.02, "engine.daily_loss" 0.01, "ETH.daily_loss"
/// none. A bare loss key is the fleet's; fractions are written as 0.02. On an error nothing
/// changes.
Result<void, LimitError> setLimit(RiskLimits& limits, std::string_view key, std::string_view text);

/// The value as `setLimit` reads it; `key` may carry a scope. Empty for a key that is not there.
[[nodiscard]] std::string limitText(const RiskLimits& limits, std::string_view key);

/// Text of a value of this unit, as `setLimit` reads it.
[[nodiscard]] std::string limitValueText(LimitUnit unit, std::int64_t value);

/// Every key with its scope that has a value in `limits`, in a stable order: for storing and
/// comparing.
[[nodiscard]] std::vector<std::string> storedKeys(const RiskLimits& limits);

} // namespace wick::core
