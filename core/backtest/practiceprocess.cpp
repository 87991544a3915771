#include "core/backtest/practiceprocess.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace wick::core {

namespace {

constexpr double kMinutesPerDay = 1'440.0;
constexpr double kSharedBurstsPerDay = 4.0;
constexpr double kSharedJumpsPerDay = 2.0;
constexpr double kRestless = 0.30;      ///< st. dev. of the log-volatility that lasts one minute
constexpr double kReturnedShare = 0.50; ///< of a burst's move is given back
constexpr double kVolatilityMood = 1.1; ///< of log-volatility on log-volume
constexpr double kInterestMood = 0.35;  ///< of the slow noise of volume
constexpr double kMinuteMood = 0.30;    ///< of the noise of one minute's volume
constexpr double kMoodVariance = kVolatilityMood * kVolatilityMood * LogVolatility::kVariance
                                 + kInterestMood * kInterestMood + kMinuteMood * kMinuteMood;
constexpr int kReturnLengths = 4; ///< lengths of the burst that takes
constexpr double kAnchorMinutes =
    90.0 * kMinutesPerDay; ///< keeps years of bars near the start price

/// The shape's value at `minute`, between the middles of two hours on a straight line.
double shapeAt(const PracticeMarketParameters::HourlyShape& shape, Timestamp minute) noexcept
{
    const std::int64_t sinceMidnight = (minute - floorTo(minute, days(1))).count();
    const std::int64_t minuteOfDay = sinceMidnight / minutes(1).count();
    const double position = (static_cast<double>(minuteOfDay) + kMinutesPerDay - 30.0) / 60.0;
    const double whole = std::floor(position);
    const auto hour = static_cast<std::size_t>(whole) % 24;
    const double part = position - whole;
    return shape[hour] * (1.0 - part) + shape[(hour + 1) % 24] * part;
}

/// 0 is Sunday. The epoch was a Thursday.
int weekdayOf(Timestamp at) noexcept
{
    return static_cast<int>((at.count() / days(1).count() + 4) % 7);
}

bool isWeekend(Timestamp at) noexcept
{
    const int weekday = weekdayOf(at);
    return weekday == 0 || weekday == 6;
}

} // namespace

MeanRevertingNormal::MeanRevertingNormal(double minutes, RandomSource& random) noexcept
    : m_keep(std::exp(-1.0 / minutes))
    , m_innovation(std::sqrt(1.0 - m_keep * m_keep))
    , m_value(random.normal())
{}

void MeanRevertingNormal::advance(RandomSource& random) noexcept
{
    m_value = m_keep * m_value + m_innovation * random.normal();
}

LogVolatility::LogVolatility(RandomSource& random) noexcept
    : m_minutes(10.0, random)
    , m_hours(180.0, random)
    , m_days(1.5 * kMinutesPerDay, random)
{}

void LogVolatility::advance(RandomSource& random) noexcept
{
    m_minutes.advance(random);
    m_hours.advance(random);
    m_days.advance(random);
}

double LogVolatility::value() const noexcept
{
    return kMinutes * m_minutes.value() + kHours * m_hours.value() + kDays * m_days.value();
}

void BurstProcess::begin(RandomSource& random) noexcept
{
    m_minute = 0;
    m_length = 4 + static_cast<int>(random.below(12));
    const double size = 1.4 - std::log(1.0 - random.uniform());
    const double direction = random.uniform() < 0.5 ? -1.0 : 1.0;
    m_move = direction * size * std::sqrt(static_cast<double>(m_length));
}

BurstProcess::State BurstProcess::advance(double probability, RandomSource& random) noexcept
{
    if (m_length == 0) {
        if (random.uniform() >= probability) {
            return {};
        }
        begin(random);
    }
    const double length = m_length;
    const double direction = m_move < 0.0 ? -1.0 : 1.0;
    State state;
    if (m_minute < m_length) {
        const double phase = (m_minute + 0.5) / length;
        state.excitement = (1.0 - std::cos(2.0 * std::numbers::pi * phase)) / 2.0;
        state.drift = m_move * 2.0 * state.excitement / length;
        state.flow = direction * state.excitement;
    } else {
        const double back = kReturnLengths * length;
        const double left = 1.0 - (m_minute - m_length + 0.5) / back;
        state.drift = -m_move * kReturnedShare * 2.0 * left / back;
    }
    ++m_minute;
    if (m_minute >= m_length * (1 + kReturnLengths)) {
        m_length = 0;
    }
    return state;
}

PriceJump PriceJump::draw(double probability, RandomSource& random) noexcept
{
    if (random.uniform() >= probability) {
        return {};
    }
    const double a = random.normal();
    const double b = random.normal();
    const double c = random.normal();
    const double student = random.normal() / std::sqrt((a * a + b * b + c * c) / 3.0);
    return {kSize * std::clamp(student, -3.0, 3.0), static_cast<int>(random.below(60))};
}

PracticeProcess::Market::Market(const PracticeMarketParameters& of,
                                CalendarKind hours,
                                const RandomSource& stream)
    : parameters(of)
    , calendar(TradingCalendar{hours})
    , random(stream)
    , volatility(random)
    , interest(25.0, random)
    , anchor(std::log(of.startPrice))
    , logPrice(anchor)
{}

PracticeProcess::PracticeProcess(std::vector<PracticeMarketParameters> parameters,
                                 std::vector<CalendarKind> calendars,
                                 const RandomSource& random)
    : m_random(random.split(1))
    , m_factor(random.split(2))
    , m_sharedVolatility(m_random)
{
    m_markets.reserve(parameters.size());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        m_markets.emplace_back(parameters[i], calendars[i], random.split(100 + i));
    }
}

void PracticeProcess::beginMinute(Timestamp minute)
{
    m_second = 0;
    m_sharedVolatility.advance(m_random);
    m_sharedRestlessness = m_random.normal();
    const double rhythm =
        m_markets.empty() ? 1.0 : shapeAt(m_markets[0].parameters.movement, minute);
    m_sharedBurst = m_sharedBursts.advance(kSharedBurstsPerDay / kMinutesPerDay * rhythm, m_random);
    m_sharedJump = PriceJump::draw(kSharedJumpsPerDay / kMinutesPerDay, m_random);
    for (Market& market : m_markets) {
        market.volatility.advance(market.random);
        market.interest.advance(market.random);
        drawConditions(market, minute);
    }
}

/// The first price after a closure: a session gap whose size grows with the square root of the
/// time.
void PracticeProcess::reopen(Market& market) noexcept
{
    const double closedDays = market.closedMinutes / kMinutesPerDay;
    market.logPrice +=
        0.35 * market.parameters.dailyVolatility * std::sqrt(closedDays) * market.random.normal();
    market.closedMinutes = 0;
}

void PracticeProcess::drawConditions(Market& market, Timestamp minute) const
{
    const PracticeMarketParameters& p = market.parameters;
    PracticeConditions& now = market.conditions;
    now.open = market.calendar.at(minute).hours == MarketHours::Open;
    if (!now.open) {
        market.bursts.stop();
        ++market.closedMinutes;
        return;
    }
    if (market.closedMinutes > 0) {
        reopen(market);
    }
    RandomSource& random = market.random;
    const double hour = shapeAt(p.movement, minute) * (isWeekend(minute) ? p.weekendMovement : 1.0);
    const BurstProcess::State own =
        market.bursts.advance(p.burstsPerDay / kMinutesPerDay * hour, random);
    const double excitement =
        std::min(1.0, own.excitement + p.sharedEvents * m_sharedBurst.excitement);

    const double h = std::sqrt(p.sharedVolatility) * m_sharedVolatility.value()
                     + std::sqrt(1.0 - p.sharedVolatility) * market.volatility.value();
    const double restless = std::sqrt(p.sharedVolatility) * m_sharedRestlessness
                            + std::sqrt(1.0 - p.sharedVolatility) * random.normal();
    const double base = p.dailyVolatility * std::sqrt(p.quietShare / kMinutesPerDay);
    const double quiet = base * hour * std::exp(h - LogVolatility::kVariance);
    now.stress = h + 0.5 * excitement;
    now.sigma = quiet * std::exp(0.35 * excitement + kRestless * restless - kRestless * kRestless);
    now.drift = quiet * (own.drift + p.sharedEvents * m_sharedBurst.drift)
                - (market.logPrice - market.anchor) / kAnchorMinutes;
    now.flow = std::clamp(own.flow + p.sharedEvents * m_sharedBurst.flow, -1.0, 1.0);

    now.aftershock = 0.5 * (now.aftershock + std::fabs(now.jump) / quiet);
    const PriceJump jump = PriceJump::draw(p.jumpsPerDay / kMinutesPerDay, random);
    now.jump = quiet * (jump.size + p.sharedEvents * m_sharedJump.size);
    now.jumpSecond = jump.size != 0.0 ? jump.second : m_sharedJump.second;

    const double crowd = shapeAt(p.volume, minute) * (isWeekend(minute) ? p.weekendVolume : 1.0);
    const double mood = kVolatilityMood * h + 0.9 * excitement
                        + kInterestMood * market.interest.value() + kMinuteMood * random.normal()
                        + std::min(1.0, now.aftershock / 4.0);
    now.volumeRate = p.volumePerMinute / 60.0 * crowd * std::exp(mood - kMoodVariance / 2.0);
}

void PracticeProcess::advance(int seconds)
{
    const double part = seconds / 60.0;
    const double common = m_factor.normal();
    for (Market& market : m_markets) {
        const PracticeConditions& now = market.conditions;
        if (!now.open) {
            continue;
        }
        const double loading = market.parameters.factorLoading;
        const double noise =
            loading * common + std::sqrt(1.0 - loading * loading) * market.random.normal();
        market.logPrice += now.sigma * std::sqrt(part) * noise + now.drift * part;
        const bool jumpsNow = now.jumpSecond >= m_second && now.jumpSecond < m_second + seconds;
        market.logPrice += jumpsNow ? now.jump : 0.0;
    }
    m_second += seconds;
}

} // namespace wick::core
