#pragma once

#include "core/domain/marketdata.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace wick::core {

/// Builds the bars of one timeframe from base bars, with the unfinished one always in sight (S1.8).
/// A bar belongs to the bucket floor(start / timeframe). It closes with the base bar that ends
/// where the bucket ends; when that base bar is missing it closes late, as soon as anything of a
/// later bucket arrives, and before it. Nothing is filled in: a bucket without base bars has no
/// bar. A bar of which one base bar traded counts as traded. Shape: base bars in ascending order of
/// time; the base interval divides the timeframe.
class BarAggregator
{
public:
    BarAggregator(Duration timeframe, Duration base) noexcept
        : m_timeframe(timeframe)
        , m_base(base)
    {}

    /// Takes the next closed base bar and returns what it closed: nothing, one bar, or a late bar
    /// and one that lies in `bar` alone. The span is valid until the next call, and as long as
    /// `bar`.
    std::span<const ClosedBar> add(ClosedBar&&) = delete; // the span may be of the bar itself
    std::span<const ClosedBar> add(const ClosedBar& bar) noexcept
    {
        m_closedCount = 0;
        if (m_timeframe == m_base) {
            return passOn(bar);
        }
        const Timestamp end = bar.start + m_base;
        if (m_hasForming && bar.start < m_end) [[likely]] {
            merge(bar);
        } else {
            begin(bar.start, bar);
        }
        m_hasBase = true;
        m_hasTraded = m_hasTraded || bar.origin == BarOrigin::Traded;
        m_forming.asOf = end;
        if (end >= m_end) {
            close();
        }
        return {m_closed.data(), m_closedCount};
    }

    /// Takes a price of the base bar that is not over yet; its volume comes with add(). Returns a
    /// late bar when the price is the first of a later bucket. The span is valid until the next
    /// call.
    std::span<const ClosedBar> addPrice(Timestamp at, Price price) noexcept
    {
        m_closedCount = 0;
        if (m_hasForming && at < m_end) [[likely]] {
            m_forming.high = std::max(m_forming.high, price);
            m_forming.low = std::min(m_forming.low, price);
            m_forming.close = price;
        } else {
            begin(at, {at, price, price, price, price, Volume{}});
        }
        m_forming.asOf = at;
        return {m_closed.data(), m_closedCount};
    }

    /// The bar that is not over, or null between a close and what comes next.
    [[nodiscard]] const FormingBar* forming() const noexcept
    {
        return m_hasForming ? &m_forming : nullptr;
    }
    [[nodiscard]] Duration timeframe() const noexcept { return m_timeframe; }
    [[nodiscard]] Duration base() const noexcept { return m_base; }

private:
    /// The base bar is the bar; what has been seen of it so far is in it.
    std::span<const ClosedBar> passOn(const ClosedBar& bar) noexcept
    {
        if (!m_hasForming || m_forming.start >= bar.start) [[likely]] {
            m_hasForming = false;
            return {&bar, 1};
        }
        close();
        m_closed[m_closedCount] = bar;
        ++m_closedCount;
        return {m_closed.data(), m_closedCount};
    }

    void begin(Timestamp at, const BarValues& values) noexcept
    {
        if (m_hasForming) {
            close();
        }
        static_cast<BarValues&>(m_forming) = values;
        m_forming.start = at == m_end ? m_end : floorTo(at, m_timeframe);
        m_end = m_forming.start + m_timeframe;
        m_hasBase = false;
        m_hasTraded = false;
        m_hasForming = true;
    }

    void merge(const ClosedBar& bar) noexcept
    {
        m_forming.high = std::max(m_forming.high, bar.high);
        m_forming.low = std::min(m_forming.low, bar.low);
        m_forming.close = bar.close;
        m_forming.volume = m_forming.volume + bar.volume;
    }

    void close() noexcept
    {
        const bool noTrade = m_hasBase && !m_hasTraded;
        m_closed[m_closedCount] = ClosedBar{static_cast<const BarValues&>(m_forming),
                                            noTrade ? BarOrigin::NoTrade : BarOrigin::Traded};
        ++m_closedCount;
        m_hasForming = false;
    }

    Duration m_timeframe;
    Duration m_base;
    Timestamp m_end{std::numeric_limits<std::int64_t>::min()}; ///< where the forming bucket ends
    FormingBar m_forming;
    bool m_hasForming = false;
    bool m_hasBase = false;
    bool m_hasTraded = false;
    std::array<ClosedBar, 2> m_closed{};
    std::size_t m_closedCount = 0;
};

/// The last bars of a series side by side in memory. No heap after construction.
/// Shape: oldest first; at most `keep` bars.
class BarWindow
{
public:
    explicit BarWindow(std::size_t keep)
        : m_keep(keep == 0 ? 1 : keep)
        , m_room(2 * m_keep + kSlack)
        , m_full(m_room.size())
    {}

    void push(const ClosedBar& bar)
    {
        if (m_end == m_full) {
            makeRoom();
        }
        m_room[m_end] = bar;
        ++m_end;
        m_begin += m_end - m_begin > m_keep ? 1 : 0;
    }

    [[nodiscard]] std::span<const ClosedBar> bars() const noexcept
    {
        return {m_room.data() + m_begin, m_end - m_begin};
    }

private:
    /// Moves the bars that are kept to the front, rarely.
    void makeRoom() noexcept
    {
        std::copy(m_room.data() + m_begin, m_room.data() + m_end, m_room.data());
        m_end -= m_begin;
        m_begin = 0;
    }

    static constexpr std::size_t kSlack = 64;
    std::size_t m_keep;
    std::vector<ClosedBar> m_room;
    std::size_t m_full;      ///< size of the room
    std::size_t m_begin = 0; ///< of the bars that are kept
    std::size_t m_end = 0;
};

} // namespace wick::core
