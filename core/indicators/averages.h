#pragma once

#include "core/base/ringbuffer.h"
#include "core/indicators/barprices.h"
#include "core/market/tradingcalendar.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace wick::core {

// Every kernel: update() once a bar, value() is kUndefined until ready(). ready() is true from the
// first defined value; settled() once the weight of the seed is below 1e-3, which is what a
// strategy waits for (definitions D.3). Kernels are values: a copy goes on by itself. A length
// below 1 counts as 1. No memory is taken after construction.

/// Mean of the last `length` values.
/// The running sum is made anew once a window, so that rounding does not pile up; with whole
/// numbers below 2^53 it is exact.
class Sma
{
public:
    explicit Sma(int length)
        : m_window(static_cast<std::size_t>(std::max(length, 1)))
        , m_length(std::max(length, 1))
    {}

    void update(double value)
    {
        if (m_window.full()) {
            m_sum -= m_window.oldest();
        }
        m_window.push(value);
        m_sum += value;
        ++m_sinceRefresh;
        if (m_sinceRefresh >= m_length) {
            refresh();
        }
    }

    [[nodiscard]] double value() const noexcept
    {
        return ready() ? m_sum / static_cast<double>(m_length) : kUndefined;
    }
    [[nodiscard]] bool ready() const noexcept { return m_window.full(); }
    [[nodiscard]] bool settled() const noexcept { return ready(); }

    friend bool operator==(const Sma&, const Sma&) noexcept = default;

private:
    void refresh()
    {
        m_sum = 0.0;
        for (std::size_t i = 0; i < m_window.size(); ++i) {
            m_sum += m_window[i];
        }
        m_sinceRefresh = 0;
    }

    RingBuffer<double> m_window;
    double m_sum = 0.0;
    int m_length = 1;
    int m_sinceRefresh = 0;
};

/// Exponential average, seeded with the mean of the first `length` values.
/// Source: definitions D.3; settled 3.5 (length + 1) values after its first.
class Ema
{
public:
    explicit Ema(int length) noexcept
        : m_length(std::max(length, 1))
        , m_factor(2.0 / static_cast<double>(m_length + 1))
    {}

    void update(double value) noexcept
    {
        ++m_count;
        if (m_count > m_length) [[likely]] {
            m_value += m_factor * (value - m_value);
            return;
        }
        m_seed += value;
        if (m_count == m_length) {
            m_value = m_seed / static_cast<double>(m_length);
        }
    }

    [[nodiscard]] double value() const noexcept { return m_value; }
    [[nodiscard]] bool ready() const noexcept { return m_count >= m_length; }
    [[nodiscard]] bool settled() const noexcept { return m_count >= settledAfter(m_length); }

    /// How many values an average of this length takes until it is settled: 904 for 200.
    [[nodiscard]] static constexpr std::int64_t settledAfter(std::int64_t length) noexcept
    {
        return length + (7 * (length + 1) + 1) / 2;
    }

    friend bool operator==(const Ema&, const Ema&) noexcept = default;

private:
    std::int64_t m_length = 1;
    std::int64_t m_count = 0;
    double m_factor = 1.0;
    double m_value = kUndefined;
    double m_seed = 0.0;
};

/// Wilder's smoothed mean, seeded with the mean of the first `length` values.
/// Settled 7 length values after its first.
class WilderMean
{
public:
    explicit WilderMean(int length) noexcept
        : m_length(std::max(length, 1))
        , m_factor(1.0 / static_cast<double>(m_length))
    {}

    void update(double value) noexcept
    {
        ++m_count;
        if (m_count > m_length) [[likely]] {
            m_value += (value - m_value) * m_factor;
            return;
        }
        m_seed += value;
        if (m_count == m_length) {
            m_value = m_seed / static_cast<double>(m_length);
        }
    }

    [[nodiscard]] double value() const noexcept { return m_value; }
    [[nodiscard]] bool ready() const noexcept { return m_count >= m_length; }
    [[nodiscard]] bool settled() const noexcept { return m_count >= 8 * m_length; }

    friend bool operator==(const WilderMean&, const WilderMean&) noexcept = default;

private:
    std::int64_t m_length = 1;
    std::int64_t m_count = 0;
    double m_factor = 1.0;
    double m_value = kUndefined;
    double m_seed = 0.0;
};

/// Volume-weighted average of (H + L + C) / 3 since the start of the trading day: 00:00 UTC, or the
/// open of the session where the market has hours. The current bar is included. Undefined while the
/// volume of the day is 0.
class Vwap
{
public:
    explicit Vwap(TradingCalendar calendar) noexcept
        : m_calendar(calendar)
    {}

    void update(Timestamp start, const BarPrices& bar, double volume) noexcept
    {
        if (!m_day.contains(start)) {
            m_day = m_calendar.tradingDay(start);
            m_volume = 0.0;
            m_value = 0.0;
            m_mean = 0.0;
            m_squares = 0.0;
        }
        if (volume == 0.0) {
            return;
        }
        const double price = typicalPrice(bar);
        m_value += price * volume;
        m_volume += volume;
        const double from = price - m_mean; // weighted incremental variance (West 1979)
        m_mean += from * volume / m_volume;
        m_squares += volume * from * (price - m_mean);
    }

    [[nodiscard]] double value() const noexcept
    {
        return ready() ? m_value / m_volume : kUndefined;
    }
    /// Volume-weighted standard deviation of the day, for bands.
    [[nodiscard]] double deviation() const noexcept
    {
        return ready() ? std::sqrt(std::max(m_squares, 0.0) / m_volume) : kUndefined;
    }
    [[nodiscard]] bool ready() const noexcept { return m_volume != 0.0; }
    [[nodiscard]] bool settled() const noexcept { return ready(); }
    /// The day the value counts from.
    [[nodiscard]] const CalendarPeriod& day() const noexcept { return m_day; }

    friend bool operator==(const Vwap&, const Vwap&) noexcept = default;

private:
    TradingCalendar m_calendar;
    CalendarPeriod m_day{}; // contains nothing
    double m_volume = 0.0;
    double m_value = 0.0; ///< sum of price x volume
    double m_mean = 0.0;
    double m_squares = 0.0;
};

} // namespace wick::core
