#pragma once

#include "core/base/reservedvector.h"
#include "core/base/ringbuffer.h"
#include "core/domain/marketdata.h"
#include "core/indicators/barprices.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace wick::core {

/// Median and median absolute deviation of the last `length` values, the newest included.
/// The window is kept sorted: an update moves half of it, value and spread are then cheap.
class RollingMedian
{
public:
    explicit RollingMedian(int length);

    /// A value that is not a number is not taken.
    void update(double value);

    /// Mean of the two middle ones when their number is even.
    [[nodiscard]] double median() const noexcept;
    /// Median of |value - median|.
    [[nodiscard]] double absoluteDeviation() const noexcept;
    [[nodiscard]] double newest() const { return m_window.newest(); }
    [[nodiscard]] bool ready() const noexcept { return m_window.full(); }

    friend bool operator==(const RollingMedian&, const RollingMedian&) noexcept = default;

private:
    RingBuffer<double> m_window;
    ReservedVector<double> m_sorted; ///< the same values, ascending
};

/// How unusual the newest volume is: (V - median) / (1.4826 MAD) over the last `length` bars, the
/// newest included. First value at row length - 1; undefined (no signal) while the MAD is 0.
class VolumeZScore
{
public:
    explicit VolumeZScore(int length = 50)
        : m_window(length)
    {}

    void update(double volume) { m_window.update(volume); }

    [[nodiscard]] double value() const;
    [[nodiscard]] double median() const noexcept { return m_window.median(); }
    [[nodiscard]] bool ready() const noexcept { return m_window.ready(); }
    [[nodiscard]] bool settled() const noexcept { return ready(); }

    friend bool operator==(const VolumeZScore&, const VolumeZScore&) noexcept = default;

private:
    RollingMedian m_window;
};

/// (Vbuy - Vsell) / (Vbuy + Vsell) of the trades of the last `window`, by aggressor.
/// The window moves in whole seconds, the current one included, so its memory does not depend on
/// how many trades there are. With fewer than `minimumTrades` it is 0 and not enough(). Shape:
/// trades in order of time; one from before the window is not counted.
class TradeFlowImbalance
{
public:
    TradeFlowImbalance(Duration window, int minimumTrades);

    void add(const Trade& trade);
    /// Lets time pass without a trade.
    void advance(Timestamp now);

    [[nodiscard]] double value() const noexcept;
    [[nodiscard]] bool enough() const noexcept { return m_trades >= m_minimum; }
    [[nodiscard]] bool ready() const noexcept { return enough(); }
    [[nodiscard]] std::int64_t trades() const noexcept { return m_trades; }

    friend bool operator==(const TradeFlowImbalance&, const TradeFlowImbalance&) noexcept = default;

private:
    struct Second
    {
        std::int64_t buy = 0; ///< lots
        std::int64_t sell = 0;
        std::int64_t trades = 0;

        friend bool operator==(const Second&, const Second&) noexcept = default;
    };

    [[nodiscard]] Second& slot(std::int64_t second);

    std::vector<Second> m_seconds; ///< second s lies at s modulo size
    std::int64_t m_now = 0;        ///< the second up to which all is counted
    std::int64_t m_minimum = 0;
    std::int64_t m_buy = 0;
    std::int64_t m_sell = 0;
    std::int64_t m_trades = 0;
    bool m_started = false;
};

/// Order-flow imbalance of the best quotes (Cont, Kukanov, Stoikov 2014): the sum over a window of
/// updates, divided by their mean depth. Positive: buyers push. Feeds batch their updates, so it is
/// an approximation. A one-sided book counts for nothing and starts it anew.
class OrderFlowImbalance
{
public:
    explicit OrderFlowImbalance(int updates);

    void update(const Book& book);
    /// Forgets everything: after a new snapshot of the book.
    void reset() noexcept;

    [[nodiscard]] double value() const;
    [[nodiscard]] bool ready() const noexcept { return m_rows.full(); }

    friend bool operator==(const OrderFlowImbalance&, const OrderFlowImbalance&) noexcept = default;

private:
    struct Row
    {
        double flow = 0.0;
        double depth = 0.0;

        friend bool operator==(const Row&, const Row&) noexcept = default;
    };

    RingBuffer<Row> m_rows;
    std::optional<BookLevel> m_bid;
    std::optional<BookLevel> m_ask;
};

/// (bid x ask size + ask x bid size) / (bid size + ask size), in units of Price; nothing for a
/// one-sided book.
[[nodiscard]] std::optional<double> microPrice(const Book& book) noexcept;

} // namespace wick::core
