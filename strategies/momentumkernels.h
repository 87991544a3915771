#pragma once

#include "core/indicators/averages.h"
#include "core/indicators/ranges.h"
#include "core/indicators/strength.h"
#include "core/indicators/volume.h"

#include <cstdint>

namespace wick::strategies {

/// Lengths of the kernels in bars.
struct MomentumLengths
{
    int roc = 3;
    int emaFast = 8;
    int emaSlow = 21;
    int efficiency = 10;
};

/// Everything `momentum` measures on bars (definitions D.3). Signed values are positive upwards.
/// A value: a copy goes on by itself, which is how an unfinished bar is tried.
class MomentumKernels
{
public:
    MomentumKernels(const MomentumLengths& lengths, const core::Instrument& instrument);

    void update(const core::BarValues& bar, core::Continuity continuity);

    /// Every kernel has forgotten its seed, and the VWAP counts from the start of a day.
    [[nodiscard]] bool settled() const noexcept;
    /// Bars until the slowest of the bar-counted kernels is settled.
    [[nodiscard]] static std::size_t settledAfter(const MomentumLengths& lengths) noexcept;

    [[nodiscard]] double close() const noexcept { return m_close; }
    [[nodiscard]] double atr() const noexcept { return m_atr.value(); }
    /// Move over the ROC bars in its usual size.
    [[nodiscard]] double move() const { return m_roc.value(); }
    /// The same move in ATR14.
    [[nodiscard]] double distance() const;
    [[nodiscard]] double trend() const noexcept { return m_fast.value() - m_slow.value(); }
    /// Close less VWAP. In the first 15 minutes of a day the VWAP is that of the day before.
    [[nodiscard]] double overVwap() const noexcept;
    /// Robust z of the volume; not a number while it has no spread, which is no signal.
    [[nodiscard]] double volume() const { return m_volume.value(); }
    [[nodiscard]] double efficiency() const { return m_efficiency.value(); }
    [[nodiscard]] double adx() const noexcept { return m_adx.value(); }
    [[nodiscard]] double choppiness() const { return m_choppiness.value(); }
    [[nodiscard]] std::int64_t bars() const noexcept { return m_bars; }

    static constexpr int kStrengthLength = 14; ///< ATR, ADX and choppiness
    static constexpr int kVolumeLength = 50;
    /// Returns after which the seed of sigma weighs less than 1e-3: ten half-lives of 60 bars. The
    /// kernel is usable earlier; a strategy waits for this (definitions D.3, warm-up).
    static constexpr std::int64_t kSigmaSettled = core::RocZScore::kSeedReturns + 600;

    friend bool operator==(const MomentumKernels&, const MomentumKernels&) noexcept = default;

private:
    void updateVwap(const core::BarValues& bar, const core::BarPrices& prices, double volume);

    double m_priceScale = 1.0;
    double m_volumeScale = 1.0;
    core::RocZScore m_roc;
    core::RingBuffer<double> m_closes; ///< as many as the move spans
    core::Atr m_atr{kStrengthLength};
    core::Ema m_fast;
    core::Ema m_slow;
    core::Adx m_adx{kStrengthLength};
    core::Choppiness m_choppiness{kStrengthLength};
    core::KaufmanEfficiency m_efficiency;
    core::VolumeZScore m_volume{kVolumeLength};
    core::Vwap m_vwap;
    double m_vwapBefore = core::kUndefined; ///< last VWAP of the day before
    bool m_wholeDay = false;                ///< the VWAP has seen the start of its day
    core::Timestamp m_lastStart;
    double m_close = core::kUndefined;
    std::int64_t m_bars = 0;
    std::int64_t m_returns = 0; ///< between bars that follow each other
    std::int64_t m_rocLength = 1;
};

} // namespace wick::strategies
