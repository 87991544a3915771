#pragma once

#include "core/indicators/fairvaluegap.h"
#include "core/market/tradingcalendar.h"

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace wick::core {

/// What a zone is followed for.
enum class GapOutcome : std::uint8_t
{
    Touch,     ///< price reached the near edge
    Midline,   ///< … half of the zone
    Fill,      ///< … the far edge
    Inversion, ///< a bar closed beyond the far edge by a part of its ATR
};
inline constexpr std::array kGapOutcomes{GapOutcome::Touch, GapOutcome::Midline, GapOutcome::Fill,
                                         GapOutcome::Inversion};

/// "touch", "midline", …
[[nodiscard]] std::string_view name(GapOutcome outcome) noexcept;

/// How long something was followed, and whether what was waited for came then.
struct Lifetime
{
    std::int32_t bars = 0;
    bool reached = false;
};

/// The share that had reached it by then, with its 95 % interval.
struct ReachedShare
{
    std::int32_t bars = 0;
    std::size_t atRisk = 0; ///< that were still followed before
    double share = 0.0;
    double low = 0.0;
    double high = 0.0;
    double variance = 0.0; ///< Greenwood's
};

/// One minus the Kaplan-Meier survival: a step at each time at which something was reached. The
/// interval is that of log(-log S); where all have reached it, from the share before to 1.
/// Shape: ascends in bars and share. Source: Kaplan, Meier 1958; Greenwood 1926.
[[nodiscard]] std::vector<ReachedShare> reachedCurve(std::span<const Lifetime> lifetimes);

/// A zone and what became of it within the horizon.
struct FollowedZone
{
    GapZone zone;
    double atr = 0.0;      ///< ATR14 at the first bar, in units of Price
    double distance = 0.0; ///< from the near edge to the close it was known at, ATR
    Timestamp knownAt;
    bool displaced = false; ///< the second bar was one of displacement (D.2.3)
    std::int32_t seen = 0;  ///< bars it was followed: to the horizon, a session end, the last bar
    std::array<std::int32_t, kGapOutcomes.size()> after{}; ///< bars until each outcome; 0 is never
    double forward = std::numeric_limits<double>::quiet_NaN(); ///< after the first touch, ATR
};

/// How gaps are found and followed (definitions D.2, D.2.8).
struct GapStudySetup
{
    Duration timeframe;
    TradingCalendar calendar{CalendarKind::Always};
    PriceDelta tick{1};
    double minimumAtr = 0.25;
    std::int64_t minimumTicks = 5;
    double displacementAtr = 1.2;
    double bodyShare = 0.6;
    double inversionAtr = 0.1;
    std::int32_t horizon = 288;
    std::int32_t forwardBars = 12; ///< from the near edge at the first touch
    std::int32_t blockBars = 24;   ///< of the shuffled returns
    int draws = 4;                 ///< random zones for each gap
    std::uint64_t seed = 1;
};

/// Zones of one kind together.
struct ZoneSample
{
    std::string_view name; ///< lives as long as the program
    std::size_t zones = 0;
    std::array<std::vector<ReachedShare>, kGapOutcomes.size()> curves;
    std::size_t touched = 0;   ///< with a forward return
    double forward = 0.0;      ///< mean, ATR
    double forwardError = 0.0; ///< standard error of the mean

    /// The curve at its end; nothing reached is a share of 0.
    [[nodiscard]] ReachedShare atHorizon(GapOutcome outcome) const;
    /// Bars by which half had reached it; 0 when half never did.
    [[nodiscard]] std::int32_t median(GapOutcome outcome) const;
};

/// A number less its null, with its 95 % interval.
struct Excess
{
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
};
[[nodiscard]] Excess excessOf(const ZoneSample& sample, const ZoneSample& null, GapOutcome outcome);
[[nodiscard]] Excess forwardExcess(const ZoneSample& sample, const ZoneSample& null);

/// Gaps with displacement, the three null models of D.2.8, and the gaps in groups.
struct GapStudy
{
    ZoneSample gaps;
    ZoneSample randomZones;         ///< as high and as far away, placed at random times
    ZoneSample shuffled;            ///< gaps of the same bars with their blocks shuffled
    ZoneSample undisplaced;         ///< gaps without displacement
    std::vector<ZoneSample> groups; ///< by size, session (hours UTC) and direction
};

/// Every gap of size in the series, followed. Void ones are left out.
/// Shape: ascending bars of the timeframe; the answer ascends in time.
[[nodiscard]] std::vector<FollowedZone> followGaps(std::span<const ClosedBar> bars,
                                                   const GapStudySetup& setup);

/// The same setup, bars and seed always give the same study.
[[nodiscard]] GapStudy studyGaps(std::span<const ClosedBar> bars, const GapStudySetup& setup);

} // namespace wick::core
