#pragma once

#include "core/base/inlinevector.h"
#include "core/domain/marketdata.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace wick::core {

/// A gap of one book, counted from 1. 0 is none.
using GapId = Strong<struct GapIdTag, std::uint64_t>;

enum class GapDirection : std::uint8_t
{
    Bull = 1, ///< price jumped up: the zone lies below it
    Bear = 2
};

[[nodiscard]] constexpr GapDirection opposite(GapDirection direction) noexcept
{
    return direction == GapDirection::Bull ? GapDirection::Bear : GapDirection::Bull;
}

/// Where a gap is in its life (definitions D.2.5). A state only moves forward and may skip steps.
enum class GapState : std::uint8_t
{
    Forming,     ///< third bar still open: drawn dashed, never stored or traded
    Open,        ///< near edge not reached
    Touched,     ///< near edge reached, equality counts
    CeReached,   ///< half filled or more
    Filled,      ///< far edge reached by a wick
    Invalidated, ///< a bar closed beyond the far edge
    Inverted,    ///< … by so much that the zone now works the other way round
    Expired,     ///< too old, session over, or visited too often
    Merged,      ///< became part of a larger zone
    Void,        ///< never valid: a bar is missing, made up, or on the other side of a break
};

/// The state in capitals, as journals and tables print it: "CE_REACHED".
[[nodiscard]] std::string_view name(GapState state) noexcept;
/// "bull" or "bear".
[[nodiscard]] std::string_view name(GapDirection direction) noexcept;

/// What a user calls mitigated; tools differ silently, so ours always says which.
enum class GapMitigation : std::uint8_t
{
    Touch,
    Ce,
    Full,
    CloseThrough
};

/// The prices between two bars that no bar between them covered. Shape: bottom < top.
struct GapZone
{
    GapDirection direction{};
    Price bottom;
    Price top;

    [[nodiscard]] constexpr PriceDelta height() const noexcept { return top - bottom; }
    /// The middle (consequent encroachment) in half units of Price, so that it is exact.
    [[nodiscard]] constexpr std::int64_t ceHalves() const noexcept
    {
        return bottom.count() + top.count();
    }
    /// The edge price meets first when it comes back.
    [[nodiscard]] constexpr Price nearEdge() const noexcept
    {
        return direction == GapDirection::Bull ? top : bottom;
    }
    [[nodiscard]] constexpr Price farEdge() const noexcept
    {
        return direction == GapDirection::Bull ? bottom : top;
    }
    /// They share a price; touching counts.
    [[nodiscard]] constexpr bool meets(const GapZone& other) const noexcept
    {
        return bottom <= other.top && other.bottom <= top;
    }

    friend constexpr bool operator==(const GapZone&, const GapZone&) noexcept = default;
};

/// The gap between the first and the third of three consecutive bars, if there is one. Equal prices
/// are none.
[[nodiscard]] constexpr std::optional<GapZone> gapBetween(const BarValues& first,
                                                          const BarValues& third) noexcept
{
    if (third.low > first.high) {
        return GapZone{GapDirection::Bull, first.high, third.low};
    }
    if (third.high < first.low) {
        return GapZone{GapDirection::Bear, third.high, first.low};
    }
    return std::nullopt;
}

/// One step of a gap's life.
struct GapChange
{
    GapState state{};
    std::int32_t barIndex = 0; ///< bar of the gap's timeframe, counted from the book's first
    Timestamp barStart;        ///< of that bar
    Price price;               ///< that made the change

    friend constexpr bool operator==(const GapChange&, const GapChange&) noexcept = default;
};

/// What price did in a stretch of time: a bar of any length, or one trade (three equal prices).
struct GapPrices
{
    Timestamp at; ///< start of the stretch; a gap looks at nothing before it was known
    Price high;
    Price low;
    Price last;
    std::int32_t barIndex = 0; ///< bar of the gap's timeframe it lies in
    Timestamp barStart;

    friend bool operator==(const GapPrices&, const GapPrices&) noexcept = default;
};

/// What a gap has seen of a bar before it closed.
enum class GapFeed : std::uint8_t
{
    BarsOnly,    ///< nothing: its high and low are news
    FinerPrices, ///< all of it: only the close is news
};

enum class GapKind : std::uint8_t
{
    Plain,
    Union,  ///< of several that met (D.2.10)
    Inverse ///< of one that was closed through (D.2.7)
};

/// What a gap is born with.
struct GapOrigin
{
    GapId id;
    GapKind kind = GapKind::Plain;
    GapZone zone;
    Timestamp start;            ///< of its first bar: where a chart begins to draw it
    Timestamp knownAt;          ///< close of its third bar: nobody may know it earlier
    std::int32_t barIndex = 0;  ///< of its third bar
    Timestamp barStart;         ///< of its third bar
    Price extreme;              ///< high (bull) or low (bear) of its third bar
    double atr = 0.0;           ///< ATR14 at the first bar in units of Price, for its whole life
    PriceDelta departure;       ///< distance beyond the near edge that counts as departed
    PriceDelta visitEnd;        ///< a visit ends when price is farther from the near edge than this
    std::int32_t lifeBars = 0;  ///< bars after which it expires; 0 never
    std::int32_t maxVisits = 0; ///< visits after which it expires; 0 never
    Timestamp expiresAt{std::numeric_limits<std::int64_t>::max()}; ///< session end

    friend bool operator==(const GapOrigin&, const GapOrigin&) noexcept = default;
};

/// One fair value gap and its life: exact in whole and half units of Price.
/// A bar tells less than its path: when it reaches the zone and leaves it, only what its four
/// prices prove is counted. Within one visit price may leave the zone by a little and come back.
class FairValueGap
{
public:
    /// An empty place in a buffer; Void.
    FairValueGap() noexcept = default;
    /// Starts as Open.
    explicit FairValueGap(const GapOrigin& origin) noexcept;
    /// One that is Void from the start.
    [[nodiscard]] static FairValueGap voided(const GapOrigin& origin) noexcept;

    /// Takes what price did inside a bar that is not over. True when the state moved.
    bool observe(const GapPrices& seen) noexcept;
    /// Takes a closed bar of the gap's timeframe, which ends at `end`; the gap is one bar older
    /// then. True when the state moved.
    bool close(const GapPrices& bar, Timestamp end, GapFeed feed) noexcept;
    /// Ends it if its session is over at `now`. True when the state moved.
    bool expireAt(Timestamp now, std::int32_t barIndex, Timestamp barStart) noexcept;
    void expire(std::int32_t barIndex, Timestamp barStart, Price price) noexcept;
    void mergeInto(GapId parent, std::int32_t barIndex, Timestamp barStart) noexcept;
    void invert(const GapPrices& bar) noexcept;

    [[nodiscard]] GapId id() const noexcept { return m_origin.id; }
    [[nodiscard]] const GapOrigin& origin() const noexcept { return m_origin; }
    [[nodiscard]] const GapZone& zone() const noexcept { return m_origin.zone; }
    [[nodiscard]] GapDirection direction() const noexcept { return m_origin.zone.direction; }
    [[nodiscard]] double atr() const noexcept { return m_origin.atr; }
    [[nodiscard]] GapState state() const noexcept { return m_state; }
    /// Open, Touched, CeReached or Filled: price may still do something with it.
    [[nodiscard]] bool live() const noexcept
    {
        return m_state >= GapState::Open && m_state <= GapState::Filled;
    }
    /// Every change so far, oldest first.
    [[nodiscard]] const InlineVector<GapChange, 8>& changes() const noexcept { return m_changes; }
    /// The larger zone it was merged into.
    [[nodiscard]] GapId parent() const noexcept { return m_parent; }

    /// Deepest way into the zone from the near edge; negative while it was not reached.
    [[nodiscard]] PriceDelta penetration() const noexcept { return PriceDelta{m_penetration}; }
    /// The deepest way as a share of the height, 0 to 1.
    [[nodiscard]] double fill() const noexcept;
    /// Farthest that price was beyond the near edge since the gap was known.
    [[nodiscard]] PriceDelta departure() const noexcept { return PriceDelta{m_departure}; }
    [[nodiscard]] bool departed() const noexcept
    {
        return m_departure >= m_origin.departure.count();
    }
    /// Highest high (bull) or lowest low (bear) since the third bar, that bar included.
    [[nodiscard]] Price extreme() const noexcept { return m_extreme; }
    [[nodiscard]] std::int32_t visits() const noexcept { return m_visits; }
    [[nodiscard]] bool inVisit() const noexcept { return m_inVisit; }
    /// Nobody came yet, or the first visit is not over.
    [[nodiscard]] bool inFirstVisit() const noexcept
    {
        return m_visits == 0 || (m_visits == 1 && m_inVisit);
    }
    /// Bars of its timeframe that closed since it was known.
    [[nodiscard]] std::int32_t age() const noexcept { return m_age; }

    friend bool operator==(const FairValueGap&, const FairValueGap&) noexcept = default;

private:
    void moveTo(GapState state, std::int32_t barIndex, Timestamp barStart, Price price) noexcept;
    void track(const GapPrices& seen) noexcept;
    bool moveAsReached(const GapPrices& seen) noexcept;
    [[nodiscard]] GapState reached() const noexcept;

    GapOrigin m_origin;
    GapState m_state = GapState::Void;
    bool m_inVisit = false;
    std::int32_t m_visits = 0;
    std::int32_t m_age = 0;
    std::int64_t m_penetration = std::numeric_limits<std::int64_t>::min() / 4;
    std::int64_t m_departure = 0;
    Price m_extreme;
    GapId m_parent;
    InlineVector<GapChange, 8> m_changes;
};

/// Has the gap been mitigated in this sense, by now.
[[nodiscard]] bool mitigated(const FairValueGap& gap, GapMitigation by) noexcept;

} // namespace wick::core
