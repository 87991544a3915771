#pragma once

#include "core/backtest/practiceparameters.h"
#include "core/base/randomsource.h"
#include "core/domain/instrument.h"
#include "core/domain/units.h"
#include "core/market/tradingcalendar.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace wick::core {

/// A mean-reverting standard normal, one step a minute: x' = a x + sqrt(1 - a^2) N, a = exp(-1/T).
/// Source: the exact discretisation of an Ornstein-Uhlenbeck process with unit variance.
class MeanRevertingNormal
{
public:
    /// `minutes` is the time constant T. It starts in its stationary law.
    MeanRevertingNormal(double minutes, RandomSource& random) noexcept;

    void advance(RandomSource& random) noexcept;
    [[nodiscard]] double value() const noexcept { return m_value; }

private:
    double m_keep;
    double m_innovation;
    double m_value;
};

/// The sum of three mean-reverting normals of different memory: ten minutes, hours and days.
/// Such a sum has the slowly decaying memory of real volatility. Source: the superposition of
/// volatility components in Corsi, A Simple Approximate Long-Memory Model (2009), in continuous
/// form.
class LogVolatility
{
public:
    explicit LogVolatility(RandomSource& random) noexcept;

    void advance(RandomSource& random) noexcept;
    /// Normal with mean 0 and variance kVariance.
    [[nodiscard]] double value() const noexcept;

    static constexpr double kMinutes = 0.33; ///< st. dev. of each component
    static constexpr double kHours = 0.36;
    static constexpr double kDays = 0.28;
    static constexpr double kVariance = kMinutes * kMinutes + kHours * kHours + kDays * kDays;

private:
    MeanRevertingNormal m_minutes;
    MeanRevertingNormal m_hours;
    MeanRevertingNormal m_days;
};

/// Episodes in which the price runs one way for some minutes and then gives part of it back.
/// A burst lasts 4 to 15 minutes; its drift follows (1 - cos) / D, so that it swells and ebbs; its
/// whole move is the noise of that time, sigma sqrt(D), times 1.4 plus an exponential variable.
/// After it a part of the move returns over four times its length, falling evenly.
class BurstProcess
{
public:
    struct State
    {
        double drift = 0.0;      ///< of this minute, in st. dev. of a quiet minute
        double excitement = 0.0; ///< 0 in quiet times, 1 at the height of a burst
        double flow = 0.0;       ///< -1 to 1, the side that presses
    };

    /// One minute on; a new burst begins with `probability` unless one runs.
    State advance(double probability, RandomSource& random) noexcept;
    /// The market closed: what ran is over.
    void stop() noexcept { m_length = 0; }

private:
    void begin(RandomSource& random) noexcept;

    int m_minute = 0;    ///< since the beginning of the burst
    int m_length = 0;    ///< minutes of the burst; 0 is none
    double m_move = 0.0; ///< the whole move in st. dev. of a quiet minute, signed
};

/// A jump of the price between two seconds; Student's t with three degrees of freedom, cut at 3 and
/// counted in kSize st. dev. of a quiet minute.
struct PriceJump
{
    static constexpr double kSize = 3.0;

    double size = 0.0; ///< in st. dev. of a quiet minute; 0 is none
    int second = 0;    ///< of the minute, 0 to 59

    /// A jump with `probability`, else none.
    static PriceJump draw(double probability, RandomSource& random) noexcept;
};

/// What holds for one market during one minute.
struct PracticeConditions
{
    bool open = false;
    double sigma = 0.0;      ///< st. dev. of the minute's noise, log return
    double drift = 0.0;      ///< log return of the minute apart from noise
    double jump = 0.0;       ///< log return of a jump in this minute; 0 is none
    int jumpSecond = 0;      ///< 0 to 59
    double stress = 0.0;     ///< log-volatility against its mean, bursts included
    double aftershock = 0.0; ///< jumps of the minutes before, fading, in st. dev. of a quiet minute
    double flow = 0.0;       ///< -1 to 1, the side that presses
    double volumeRate = 0.0; ///< expected volume a second, base units
};

/// The log prices of all practice markets, driven by a common factor and by noise of their own.
/// log p' = log p + sigma (l F + sqrt(1 - l^2) e) sqrt(dt) + drift dt, with F shared by all
/// markets, sigma = base x hour x exp(h - Var h) and h from LogVolatility, shared in part.
/// Conditions are drawn once a minute; within it the price may be moved in any steps that add up to
/// 60 seconds.
class PracticeProcess
{
public:
    PracticeProcess(std::vector<PracticeMarketParameters> parameters,
                    std::vector<CalendarKind> calendars,
                    const RandomSource& random);

    [[nodiscard]] std::size_t markets() const noexcept { return m_markets.size(); }
    /// Draws the conditions of the minute that begins at `minute`.
    void beginMinute(Timestamp minute);
    /// Moves all open markets by `seconds`, 60 in all between two minutes.
    void advance(int seconds);

    [[nodiscard]] const PracticeConditions& conditions(std::size_t i) const noexcept
    {
        return m_markets[i].conditions;
    }
    [[nodiscard]] const PracticeMarketParameters& parameters(std::size_t i) const noexcept
    {
        return m_markets[i].parameters;
    }
    [[nodiscard]] double logPrice(std::size_t i) const noexcept { return m_markets[i].logPrice; }

private:
    struct Market
    {
        Market(const PracticeMarketParameters& of, CalendarKind hours, const RandomSource& stream);

        PracticeMarketParameters parameters;
        CalendarCursor calendar;
        RandomSource random;
        LogVolatility volatility;
        MeanRevertingNormal interest; ///< volume apart from volatility
        BurstProcess bursts;
        PracticeConditions conditions;
        double anchor; ///< log of the start price
        double logPrice;
        int closedMinutes = 0;
    };

    void drawConditions(Market& market, Timestamp minute) const;
    static void reopen(Market& market) noexcept;

    RandomSource m_random;
    RandomSource m_factor;
    LogVolatility m_sharedVolatility;
    double m_sharedRestlessness = 0.0; ///< a normal, of this minute
    BurstProcess m_sharedBursts;
    BurstProcess::State m_sharedBurst; ///< of this minute
    PriceJump m_sharedJump;            ///< of this minute
    std::vector<Market> m_markets;
    int m_second = 0; ///< of the minute
};

} // namespace wick::core
