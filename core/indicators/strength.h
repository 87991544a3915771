#pragma once

#include "core/indicators/averages.h"
#include "core/indicators/ranges.h"

namespace wick::core {

/// Wilder's relative strength, 0 to 100: 100 g / (g + l), 0 when neither gain nor loss.
/// First value at row `length`.
class Rsi
{
public:
    explicit Rsi(int length) noexcept
        : m_gain(length)
        , m_loss(length)
    {}

    void update(double close) noexcept
    {
        if (m_started) {
            const double change = close - m_close;
            m_gain.update(std::max(change, 0.0)); // in this order not a number stays one
            m_loss.update(std::max(-change, 0.0));
        }
        m_close = close;
        m_started = true;
    }

    [[nodiscard]] double value() const noexcept
    {
        const double both = m_gain.value() + m_loss.value();
        return both == 0.0 ? 0.0 : 100.0 * m_gain.value() / both;
    }
    [[nodiscard]] bool ready() const noexcept { return m_gain.ready(); }
    [[nodiscard]] bool settled() const noexcept { return m_gain.settled(); }

private:
    WilderMean m_gain;
    WilderMean m_loss;
    double m_close = 0.0;
    bool m_started = false;
};

/// Wilder's directional movement: +DI and -DI from row `length`, ADX from row 2 length - 1.
/// A stretch without any range has no direction: DI and DX are 0 there.
class Adx
{
public:
    explicit Adx(int length) noexcept;

    void update(const BarPrices& bar) noexcept;

    [[nodiscard]] double value() const noexcept { return m_mean.value(); }
    [[nodiscard]] double plusDi() const noexcept { return m_plusDi; }
    [[nodiscard]] double minusDi() const noexcept { return m_minusDi; }
    [[nodiscard]] bool ready() const noexcept { return m_mean.ready(); }
    [[nodiscard]] bool settled() const noexcept { return m_mean.settled(); }
    [[nodiscard]] bool directionReady() const noexcept { return m_count > m_length; }

    friend bool operator==(const Adx&, const Adx&) noexcept = default;

private:
    TrueRange m_range;
    WilderMean m_mean;
    std::int64_t m_length = 1;
    std::int64_t m_count = 0; ///< bars taken
    double m_factor = 1.0;
    double m_high = 0.0;
    double m_low = 0.0;
    double m_sumRange = 0.0;
    double m_sumPlus = 0.0;
    double m_sumMinus = 0.0;
    double m_plusDi = kUndefined;
    double m_minusDi = kUndefined;
};

/// How straight the way of the last `length` closes was: |C - C(t-n)| / sum |C - C1|, 0 to 1.
/// No movement gives 0. First value at row `length`.
class KaufmanEfficiency
{
public:
    explicit KaufmanEfficiency(int length);

    void update(double close);

    /// Walks the window, so ask for it last.
    [[nodiscard]] double value() const;
    [[nodiscard]] bool ready() const noexcept { return m_closes.full(); }
    [[nodiscard]] bool settled() const noexcept { return ready(); }

    friend bool operator==(const KaufmanEfficiency&, const KaufmanEfficiency&) noexcept = default;

private:
    RingBuffer<double> m_closes;
};

/// Percent change over `length` bars: 100 (C / C(t-n) - 1). First value at row `length`.
class RateOfChange
{
public:
    explicit RateOfChange(int length);

    void update(double close) { m_closes.push(close); }

    [[nodiscard]] double value() const
    {
        return ready() ? 100.0 * (m_closes.newest() / m_closes.oldest() - 1.0) : kUndefined;
    }
    [[nodiscard]] bool ready() const noexcept { return m_closes.full(); }
    [[nodiscard]] bool settled() const noexcept { return ready(); }

private:
    RingBuffer<double> m_closes;
};

enum class Continuity : std::uint8_t
{
    Contiguous, ///< the bar follows the one before it
    AfterGap,   ///< bars are missing before it
};

/// Move over `length` bars in its usual size: ln(C / C(t-n)) / (sigma sqrt(n)), with sigma of
/// one-bar log returns as it was n bars ago, so that the move does not measure itself.
/// sigma^2 is an exponential mean of squared returns (half-life 60 bars, zero mean), seeded with
/// the mean of the first 60 and never below `sigmaFloor` (half a spread, a fraction of price).
/// Shape: ready after 120 returns (60 + length if that is more). A gap voids the window: there is
/// no value until `length` returns lie after it, and the return across it counts nowhere.
class RocZScore
{
public:
    RocZScore(int length, double sigmaFloor);

    void update(double close, Continuity continuity = Continuity::Contiguous);

    [[nodiscard]] double value() const;
    [[nodiscard]] bool ready() const noexcept
    {
        return m_returns >= m_usableAfter && m_rows.full();
    }
    [[nodiscard]] bool settled() const noexcept { return ready(); }

    static constexpr std::int64_t kSeedReturns = 60;
    static constexpr std::int64_t kUsableAfter = 120;

    friend bool operator==(const RocZScore&, const RocZScore&) noexcept = default;

private:
    struct Row
    {
        double close = 0.0;
        double variance = 0.0;

        friend bool operator==(const Row&, const Row&) noexcept = default;
    };

    void addReturn(double logReturn) noexcept;

    RingBuffer<Row> m_rows; ///< since the last gap, at most length + 1
    double m_floor = 0.0;
    double m_rootLength = 1.0;
    double m_lambda = 0.0;
    double m_variance = 0.0;
    std::int64_t m_returns = 0;
    std::int64_t m_usableAfter = kUsableAfter; ///< so that sigma was seeded `length` bars ago
};

} // namespace wick::core
