#pragma once

#include "core/indicators/averages.h"

#include <cmath>

namespace wick::core {

/// max(H - L, |H - C1|, |L - C1|) with C1 the close before; defined from the second bar.
class TrueRange
{
public:
    void update(const BarPrices& bar) noexcept
    {
        const double range = bar.high - bar.low;
        const double up = std::abs(bar.high - m_close); // not a number before the first close
        const double down = std::abs(bar.low - m_close);
        m_value = std::isnan(range) ? range : std::max(std::max(up, down), range);
        m_close = bar.close;
    }

    [[nodiscard]] double value() const noexcept { return m_value; }
    [[nodiscard]] bool ready() const noexcept { return !std::isnan(m_value); }
    [[nodiscard]] bool settled() const noexcept { return ready(); }

    friend bool operator==(const TrueRange&, const TrueRange&) noexcept = default;

private:
    double m_close = kUndefined;
    double m_value = kUndefined;
};

/// Wilder's average true range: first value at row `length` (0-based), the mean of the first
/// `length` true ranges.
class Atr
{
public:
    explicit Atr(int length) noexcept
        : m_mean(length)
    {}

    void update(const BarPrices& bar) noexcept
    {
        m_range.update(bar);
        if (m_started) {
            m_mean.update(m_range.value());
        }
        m_started = true;
    }

    [[nodiscard]] double value() const noexcept { return m_mean.value(); }
    [[nodiscard]] double trueRange() const noexcept { return m_range.value(); }
    [[nodiscard]] bool ready() const noexcept { return m_mean.ready(); }
    [[nodiscard]] bool settled() const noexcept { return m_mean.settled(); }

    friend bool operator==(const Atr&, const Atr&) noexcept = default;

private:
    TrueRange m_range;
    WilderMean m_mean;
    bool m_started = false;
};

/// Choppiness of the last `length` bars: 100 log10(sum TR / (max H - min L)) / log10(length).
/// Clamped to 100; a flat range gives 100. First value at row `length`. value() scans the window,
/// so ask for it last. A length below 2 counts as 2.
class Choppiness
{
public:
    explicit Choppiness(int length);

    void update(const BarPrices& bar);

    [[nodiscard]] double value() const;
    [[nodiscard]] bool ready() const noexcept { return m_window.full(); }
    [[nodiscard]] bool settled() const noexcept { return ready(); }

    friend bool operator==(const Choppiness&, const Choppiness&) noexcept = default;

private:
    struct Row
    {
        double range = 0.0;
        double high = 0.0;
        double low = 0.0;

        friend bool operator==(const Row&, const Row&) noexcept = default;
    };

    TrueRange m_range;
    RingBuffer<Row> m_window;
    double m_scale = 1.0;
    bool m_started = false;
};

} // namespace wick::core
