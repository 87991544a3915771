#pragma once

#include "core/base/reservedvector.h"
#include "core/base/ringbuffer.h"
#include "core/indicators/fairvaluegap.h"
#include "core/indicators/ranges.h"
#include "core/indicators/swingdetector.h"
#include "core/indicators/volume.h"
#include "core/market/tradingcalendar.h"

#include <array>
#include <span>

namespace wick::core {

enum class GapMerging : std::uint8_t
{
    Separate, ///< for statistics
    Union     ///< for trading and display: zones of one leg that meet become one
};

enum class GapInversion : std::uint8_t
{
    Off,
    On
};

enum class GapSession : std::uint8_t
{
    Ignore,
    ExpireAtEnd ///< of the calendar's session; a market that never closes has none
};

/// From when on ATR14 may judge a gap.
enum class GapWarmUp : std::uint8_t
{
    Settled,   ///< strategies: once its seed has faded (113 bars)
    FirstValue ///< statistics and charts: from its first value on
};

/// Which gaps count and how long they live (definitions D.2). The defaults are those of gold on 5m.
struct GapParameters
{
    double minimumAtr = 0.25;      ///< k_atr: height in ATR
    std::int64_t minimumTicks = 5; ///< n_ticks: height in ticks
    PriceDelta tick{1};            ///< of the instrument, in units of Price
    double costFactor = 1.0;       ///< k_cost: height in round trips
    double roundTripCost = 0.0;    ///< fraction of price
    double displacementAtr = 1.2;  ///< d: body of the second bar in ATR; 0 switches off
    double bodyShare = 0.6;        ///< b: body of the second bar as a share of its range
    double volumeFactor = 0.0;     ///< v: its volume in medians of the last 50 bars; 0 is off
    int swingWidth = 0; ///< second or third bar must break the last swing of this width; 0 is off
    double departureAtr = 0.5;  ///< dep: distance beyond the near edge that counts as departed
    double visitEndAtr = 0.25;  ///< a visit ends farther from the near edge than this
    std::int32_t lifeBars = 36; ///< bars after which a gap expires; 0 never
    std::int32_t maxVisits = 3; ///< visits after which a gap expires; 0 never
    GapSession session = GapSession::ExpireAtEnd;
    GapMerging merging = GapMerging::Union;
    GapInversion inversion = GapInversion::Off;
    double inversionAtr = 0.1;       ///< x: how far beyond the far edge the close must lie
    std::int32_t inversionBars = 36; ///< M: life of an inverse gap
    GapWarmUp warmUp = GapWarmUp::Settled;

    friend bool operator==(const GapParameters&, const GapParameters&) noexcept = default;
};

/// The table of D.2 for gold on 15m; on any other timeframe that of 5m.
[[nodiscard]] GapParameters gapParametersFor(Duration timeframe) noexcept;

/// How much a book remembers. All of it is taken by the constructor.
struct GapCapacity
{
    std::size_t live = 64;    ///< when full, the oldest live gap expires
    std::size_t retired = 64; ///< ended gaps kept for the chart
    std::size_t sessionGaps = 16;
};

/// A change of state, with the gap it happened to.
struct GapEvent
{
    GapId id;
    GapZone zone;
    GapChange change;

    friend bool operator==(const GapEvent&, const GapEvent&) noexcept = default;
};

/// All fair value gaps of one market and timeframe, from their third bar to their end.
/// Feed it closed bars of its timeframe with onBar(). Finer prices may come before it, between two
/// bars, by onPrices(); then all prices of that bar must, and the bar itself adds only its close.
/// Shape: everything in ascending order of time.
class GapBook
{
public:
    GapBook(const GapParameters& parameters,
            Duration timeframe,
            TradingCalendar calendar,
            const GapCapacity& capacity = {});

    /// A bar of the timeframe closed: gaps age, end, and a new one may be found.
    void onBar(const ClosedBar& bar);
    /// Price moved inside the bar that is not over: a base bar, or a trade (three equal prices).
    void onPrices(Timestamp at, Price high, Price low, Price last);
    void onPrice(Timestamp at, Price price) { onPrices(at, price, price, price); }
    /// The feed or the venue was away, or the contract rolled, at `at`: three bars that straddle it
    /// make no gap.
    void onInterruption(Timestamp at) noexcept { m_interruption = at; }

    /// Gaps price may still do something with, oldest first. Valid until the next call.
    [[nodiscard]] std::span<const FairValueGap> live() const noexcept
    {
        return {m_live.data(), m_live.size()};
    }
    /// Gaps that ended, oldest first: grey on the chart, never traded.
    [[nodiscard]] const RingBuffer<FairValueGap>& retired() const noexcept { return m_retired; }
    /// What the last call changed, in order. Valid until the next call.
    [[nodiscard]] std::span<const GapEvent> events() const noexcept
    {
        return {m_events.data(), m_events.size()};
    }
    /// The live gap of this id, or null.
    [[nodiscard]] const FairValueGap* find(GapId id) const noexcept;
    /// The gap that the forming bar would make if it closed as it is: drawn dashed, never traded.
    [[nodiscard]] std::optional<GapZone> forming(const FormingBar& third) const;
    /// A live gap of the other direction covers this price too: no entry there (D.2.10).
    [[nodiscard]] bool contested(const FairValueGap& gap, Price level) const noexcept;
    [[nodiscard]] const RingBuffer<SessionGap>& sessionGaps() const noexcept
    {
        return m_sessionGaps;
    }

    /// ATR14 of the last closed bar, in units of Price.
    [[nodiscard]] double atr() const noexcept { return m_atr.value(); }
    [[nodiscard]] bool ready() const noexcept { return m_atr.settled(); }
    [[nodiscard]] std::int32_t bars() const noexcept { return m_bars; }
    [[nodiscard]] const GapParameters& parameters() const noexcept { return m_parameters; }
    [[nodiscard]] Duration timeframe() const noexcept { return m_timeframe; }

    friend bool operator==(const GapBook&, const GapBook&) noexcept = default;

private:
    /// A closed bar with what was known at its close.
    struct Row
    {
        ClosedBar bar;
        double atr = kUndefined; ///< undefined while it may not judge
        bool busy = true;        ///< its volume is high enough
        std::optional<Price> swingHigh;
        std::optional<Price> swingLow;

        friend bool operator==(const Row&, const Row&) noexcept = default;
    };

    [[nodiscard]] bool wanted(const GapZone& zone, const BarValues& third) const;
    [[nodiscard]] bool displaced(const GapZone& zone) const;
    [[nodiscard]] bool breaksSwing(const GapZone& zone, const BarValues& third) const;
    [[nodiscard]] bool isVoid(Timestamp third, BarOrigin origin) const;
    [[nodiscard]] GapOrigin originOf(const GapZone& zone, const ClosedBar& third);
    void detect(const ClosedBar& third);
    void add(GapOrigin origin);
    [[nodiscard]] static bool joins(const FairValueGap& gap, const GapZone& zone) noexcept;
    void unite(GapOrigin& origin);
    bool absorb(GapOrigin& origin);
    void invert(FairValueGap& gap, const GapPrices& bar);
    void track(const ClosedBar& bar);
    void expireSessions(Timestamp now);
    void note(const FairValueGap& gap, std::size_t changesBefore);
    void retireEnded();

    GapParameters m_parameters;
    Duration m_timeframe;
    TradingCalendar m_calendar;
    Atr m_atr{14};
    std::optional<RollingMedian> m_volume;
    std::optional<SwingDetector> m_swings;
    std::array<Row, 2> m_rows{}; ///< the last two closed bars: first and second of the next gap
    std::int32_t m_bars = 0;
    std::optional<Timestamp> m_interruption;
    bool m_sawFiner = false;
    std::uint64_t m_lastId = 0;
    ReservedVector<FairValueGap> m_live;
    ReservedVector<GapOrigin> m_born; ///< inverse gaps of the bar at hand
    RingBuffer<FairValueGap> m_retired;
    RingBuffer<SessionGap> m_sessionGaps;
    ReservedVector<GapEvent> m_events;
};

} // namespace wick::core
