#pragma once

#include "core/domain/instrument.h"
#include "core/domain/orders.h"
#include "core/domain/units.h"

#include <cstdint>
#include <vector>

namespace wick::core {

/// How the simulated venue turns orders into fills. Source: definitions D.7.
struct FillModel
{
    enum class Kind : std::uint8_t
    {
        Model,    ///< delay and slippage by order kind and triggering bar
        NextOpen, ///< the textbook: market at the next open, stop at its trigger, no slippage
    };

    Kind kind = Kind::Model;
    Duration takerDelay = milliseconds(300);
    Duration makerDelay = milliseconds(200);
    double delayVolatility = 0.5; ///< k_m: share of a minute's sigma paid for the delay
    std::int64_t stopRange =
        100'000; ///< k_s in ppm: share of the triggering bar's range a stop slips
    std::int64_t marketFloor = 100;     ///< ppm: least slip of a market order (1 bp)
    std::int64_t throughTicks = 1;      ///< ticks a price must trade through a limit
    std::int64_t volumeShare = 250'000; ///< ppm of the volume at or beyond a limit that it may take

    friend bool operator==(const FillModel&, const FillModel&) = default;
};

/// Adverse slip of a market order at `reference`: half the usual spread, a share of the last
/// minutes' volatility for the delay, at least the floor. `sigma` is the standard deviation of
/// one-minute log returns; 0 when it is not known yet. Rounded up to a price unit.
[[nodiscard]] PriceDelta
marketSlip(const FillModel& model, const Instrument& instrument, Price reference, double sigma);

/// Adverse slip of a resting stop that triggers inside a bar of this range: at least one tick.
[[nodiscard]] PriceDelta
stopSlip(const FillModel& model, const Instrument& instrument, PriceDelta range);

/// Slip that 99 of 100 fills of a taking order stay within: half the usual spread and 2.33 standard
/// deviations of the delay, or, for a stop, of the minute in which it triggers; never below
/// marketSlip(). Rounded down. The textbook's fills have none.
[[nodiscard]] PriceDelta slipCeiling(const FillModel& model,
                                     const Instrument& instrument,
                                     OrderKind kind,
                                     Price reference,
                                     double sigma);

/// Fee on an unsigned notional: paid rounded up, received rounded down.
[[nodiscard]] Money feeOn(Money notional, Ppm rate);

/// Funding of one hour on a signed position value: positive is paid. Paid rounded up, received
/// down.
[[nodiscard]] Money
fundingOn(const Instrument& instrument, std::int64_t lots, Price mark, std::int64_t ratePerBillion);

/// Hourly funding rates by time; constant where no table is given.
class FundingTable
{
public:
    static constexpr std::int64_t kStandardRate = 12'500; ///< 0.00125 % an hour, per billion

    FundingTable() = default;
    /// Shape: ascending in time.
    explicit FundingTable(std::vector<FundingRate> rates);

    /// The rate that settles at this hour: the last one at or before it, else the standard rate.
    [[nodiscard]] std::int64_t rateAt(Timestamp hour) const;

private:
    std::vector<FundingRate> m_rates;
};

/// Standard deviation of one-minute log returns, zero mean, half-life 60 bars, seeded with the mean
/// of the first 60 squares. Source: definitions D.3.
class MinuteVolatility
{
public:
    /// Takes the next base close in USDC.
    void update(double close);
    /// 0 until it is seeded.
    [[nodiscard]] double sigma() const noexcept { return m_sigma; }

private:
    double m_last = 0.0;
    double m_variance = 0.0;
    double m_sigma = 0.0;
    int m_count = 0;
};

} // namespace wick::core
