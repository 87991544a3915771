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

/// What a day's loss counts from.
enum class DayLossFrom : std::int64_t
{
    Equity = 0, ///< at 00:00 UTC, open result included
    Balance = 1 ///< at 00:00 UTC, open result left out
};

/// What the largest drawdown counts from.
enum class DrawdownFrom : std::int64_t
{
    Peak = 0, ///< the highest equity: it trails
    Start = 1 ///< what the account started with: it is static
};

/// The loss limits of one scope: the fleet, or an engine. Fractions in parts per million.
struct LossLimits
{
    std::int64_t dailyLoss = kNoLimit;
    std::int64_t rollingLoss = kNoLimit; ///< over 24 h
    std::int64_t peakDrawdown = kNoLimit;

    friend bool operator==(const LossLimits&, const LossLimits&) noexcept = default;
};

/// All limits in force, as integers. Plain values: validated by `set`, compared by the rules.
/// Source: the defaults of definitions D.10.
struct RiskLimits
{
    std::int64_t onCap = static_cast<std::int64_t>(OnCap::Cut);
    std::int64_t riskPerTrade = 0;       ///< ppm of equity; 0: what the strategy declares
    std::int64_t maxPosition = kNoLimit; ///< base units times 10^9, a market, open and pending
    std::int64_t maxNotional = usdc(500'000).count(); ///< micro-USDC, a market, open and pending
    std::int64_t maxOpenPositions = 3;                ///< markets
    std::int64_t openRisk = 1'000'000;                ///< ppm of what is left of the day's budget
    std::int64_t lossStreak = 5;                      ///< losing trades of an engine in a row
    std::int64_t tradesPerHour = 12;                  ///< of an engine
    std::int64_t rejectStreak = 3;                    ///< of an engine within a minute
    std::int64_t slippageStreak = 3;                  ///< fills of an engine in a row
    std::int64_t groupExposure = 300'000;             ///< ppm of equity times leverage cap
    std::int64_t groupLoss = 600'000;                 ///< ppm of the day's budget
    std::int64_t portfolioVol = 15'000;               ///< ppm of equity, a day
    std::int64_t maxLeverage = 5'000'000; ///< ppm of equity: 5 x; base of the leverage cap
    std::int64_t marginBuffer = 200'000;  ///< ppm of free margin kept back
    std::int64_t liquidationGap = 15'000; ///< ppm of the mark, for markets that close
    std::int64_t priceCollar = 10'000;    ///< ppm from mark (100 bp)
    std::int64_t maxSpread = 2'000'000;   ///< ppm of the usual spread: 2 x
    std::int64_t minDepth = 5'000'000;    ///< ppm of the order: 5 x within 10 bp
    std::int64_t staleMs = 15'000;        ///< age of the market's last news
    std::int64_t clockSkewMs = 2'000;     ///< between our clock and the venue's
    std::int64_t preCloseMin = 45;        ///< minutes before the session's close without entries
    std::int64_t orderRate = 28;          ///< entries a minute, all engines
    std::int64_t costRatio = 3'000'000;   ///< ppm of the costs: 3 x
    std::int64_t stageCap = kNoLimit;     ///< ppm of the smallest order of the market
    std::int64_t dayLossFrom = static_cast<std::int64_t>(DayLossFrom::Equity);
    std::int64_t drawdownFrom = static_cast<std::int64_t>(DrawdownFrom::Peak);
    std::int64_t profitTarget =
        kNoLimit;             ///< ppm of the start; an evaluation's, no rule looks at it
    std::int64_t minDays = 0; ///< with a trade; an evaluation's, no rule looks at it
    LossLimits fleet{20'000, 30'000, 100'000}; ///< 2 % a day, 3 % in 24 h, 10 % from the peak
    LossLimits engine{10'000, 15'000, 50'000}; ///< each engine: half of that

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
    /// 1 % a trade, 5 % a day, 15 % from the peak, 30 % a group of markets.
    [[nodiscard]] static RiskLimits blueprint();
    /// The rules of a typical evaluation of a trader: 5 % a day, 10 % from the start, 10 % to
    /// reach.
    [[nodiscard]] static RiskLimits propEvaluation();
};

/// A named set of limits to begin with: `preset` is a key that setLimit() takes.
struct LimitPreset
{
    std::string_view name;
    std::string_view title;
    std::string_view help;
    RiskLimits (*limits)() = nullptr;
};

[[nodiscard]] std::span<const LimitPreset> limitPresets() noexcept;

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
    std::span<const std::string_view> choices{}; ///< Choice only: their names, by value
};

/// Every key, in the order people see them.
[[nodiscard]] std::span<const LimitKey> limitKeys() noexcept;

enum class LimitErrorKind : std::uint8_t
{
    UnknownKey,
    NotANumber,
    OutOfRange,
    NoScope,
    NotAChoice
};

struct LimitError
{
    LimitErrorKind kind{};
    std::string key;
    std::string text;
    std::string nearest; ///< UnknownKey, NotAChoice
    std::string low;     ///< OutOfRange only, as it would be written
    std::string high;
};

/// Sets one limit by key and text: "daily_loss" 0.02, "engine.daily_loss" 0.01, "ETH.daily_loss"
/// none. A bare loss key is the fleet's; fractions are written as 0.02. The key "preset" replaces
/// every limit by those of the named set. On an error nothing changes.
Result<void, LimitError> setLimit(RiskLimits& limits, std::string_view key, std::string_view text);

/// The value as `setLimit` reads it; `key` may carry a scope. Empty for a key that is not there.
[[nodiscard]] std::string limitText(const RiskLimits& limits, std::string_view key);

/// Text of a value of this key, as `setLimit` reads it.
[[nodiscard]] std::string limitValueText(const LimitKey& key, std::int64_t value);

/// Two limits that contradict each other: both are taken, and one of them can never matter.
struct LimitWarning
{
    std::string key;   ///< the one that never matters, or matters too early
    std::string other; ///< what it contradicts
    std::string sentence;
};

/// Everything about these limits that a person should look at twice. `risk` is that of a trade
/// where `risk_per_trade` leaves it to the strategies, in ppm.
[[nodiscard]] std::vector<LimitWarning> contradictions(const RiskLimits& limits, std::int64_t risk);

/// Every key with its scope that has a value in `limits`, in a stable order: for storing and
/// comparing.
[[nodiscard]] std::vector<std::string> storedKeys(const RiskLimits& limits);

} // namespace wick::core
