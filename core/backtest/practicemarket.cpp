#include "core/backtest/practicemarket.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wick::core {

namespace {

constexpr int kPiece = 30; ///< seconds a bar's path is moved at once
constexpr int kPieces = 60 / kPiece;
constexpr std::int64_t kHistoryBars = days(kPracticeHistoryDays).count() / minutes(1).count();
/// Without a premium the venue's formula (definitions D.12) leaves its interest: 0.01 % in 8 hours.
constexpr std::int64_t kFundingPerBillion = 12'500;

/// The lowest and highest log price of a path, with the extremes between two known points drawn
/// from a Brownian bridge: (a + b +- sqrt((b - a)^2 - 2 v ln U)) / 2, v the variance in between.
/// The drawn extremes are those of a continuous path; seconds see fewer, 0.5826 st. dev. of a
/// second less on each side (Broadie, Glasserman, Kou: A Continuity Correction for Discrete Barrier
/// Options, 1997).
class PathExtremes
{
public:
    PathExtremes(double first, double sigmaOfMinute) noexcept
        : m_variance(sigmaOfMinute * sigmaOfMinute * kPiece / 60.0)
        , m_correction(0.5826 * sigmaOfMinute / std::sqrt(60.0))
        , m_last(first)
        , m_low(first)
        , m_high(first)
    {}

    void add(double next, RandomSource& random) noexcept
    {
        m_high = std::max({m_high, next, extreme(next, random, 1.0) - m_correction});
        m_low = std::min({m_low, next, extreme(next, random, -1.0) + m_correction});
        m_last = next;
    }

    [[nodiscard]] double low() const noexcept { return m_low; }
    [[nodiscard]] double high() const noexcept { return m_high; }

private:
    [[nodiscard]] double extreme(double next, RandomSource& random, double direction) const noexcept
    {
        const double move = next - m_last;
        const double bridge = move * move - 2.0 * m_variance * std::log(1.0 - random.uniform());
        return (m_last + next + direction * std::sqrt(bridge)) / 2.0;
    }

    double m_variance;
    double m_correction;
    double m_last;
    double m_low;
    double m_high;
};

/// Turns minutes of the process into bars.
class BarGenerator
{
public:
    BarGenerator(PracticeProcess& process,
                 std::vector<PracticeBookMaker*> makers,
                 const RandomSource& random)
        : m_process(process)
        , m_makers(std::move(makers))
        , m_random(random.split(3))
    {}

    /// Appends the bar of `minute` to `out[i]` for every open market i with fewer than `most` bars.
    void minute(Timestamp minute, std::vector<std::vector<ClosedBar>>& out, std::size_t most)
    {
        m_process.beginMinute(minute);
        m_opens.clear();
        m_paths.clear();
        for (std::size_t i = 0; i < m_process.markets(); ++i) {
            m_opens.push_back(m_process.logPrice(i));
            m_paths.emplace_back(m_process.logPrice(i), m_process.conditions(i).sigma);
        }
        for (int piece = 0; piece < kPieces; ++piece) {
            m_process.advance(kPiece);
            for (std::size_t i = 0; i < m_process.markets(); ++i) {
                m_paths[i].add(m_process.logPrice(i), m_random);
            }
        }
        for (std::size_t i = 0; i < m_process.markets(); ++i) {
            const PracticeConditions& conditions = m_process.conditions(i);
            if (conditions.open && out[i].size() < most) {
                const BarValues bar =
                    m_makers[i]->bar(conditions, minute, m_opens[i], m_paths[i].high(),
                                     m_paths[i].low(), m_process.logPrice(i));
                out[i].push_back(ClosedBar{bar, BarOrigin::Traded});
            }
        }
    }

private:
    PracticeProcess& m_process;
    std::vector<PracticeBookMaker*> m_makers;
    RandomSource m_random;
    std::vector<double> m_opens;
    std::vector<PathExtremes> m_paths;
};

std::vector<CalendarKind> calendarsOf(const std::vector<Instrument>& instruments)
{
    std::vector<CalendarKind> calendars;
    calendars.reserve(instruments.size());
    for (const Instrument& instrument : instruments) {
        calendars.push_back(instrument.calendar());
    }
    return calendars;
}

PracticeBookMaker makerOf(const PracticeMarketParameters& parameters,
                          const Instrument& instrument,
                          std::uint64_t seed,
                          std::size_t i)
{
    return PracticeBookMaker{parameters, instrument, RandomSource{seed}.split(200 + i)};
}

} // namespace

std::vector<std::vector<ClosedBar>>
generateBars(const std::vector<PracticeMarketParameters>& parameters,
             const std::vector<Instrument>& instruments,
             std::uint64_t seed,
             std::size_t count,
             Timestamp start)
{
    std::vector<std::vector<ClosedBar>> bars(instruments.size());
    std::vector<PracticeBookMaker> makers;
    std::vector<PracticeBookMaker*> users;
    makers.reserve(instruments.size());
    for (std::size_t i = 0; i < instruments.size(); ++i) {
        bars[i].reserve(count);
        makers.push_back(makerOf(parameters[i], instruments[i], seed, i));
        users.push_back(&makers.back());
    }
    PracticeProcess process{parameters, calendarsOf(instruments), RandomSource{seed}};
    BarGenerator generator{process, users, RandomSource{seed}};
    const auto missing = [count](const std::vector<ClosedBar>& made) {
        return made.size() < count;
    };
    Timestamp minute = floorTo(start, minutes(1));
    while (std::any_of(bars.begin(), bars.end(), missing)) {
        generator.minute(minute, bars, count);
        minute = minute + minutes(1);
    }
    return bars;
}

PracticeMarket::PracticeMarket(const std::vector<PracticeMarketParameters>& parameters,
                               std::vector<Instrument> instruments,
                               std::uint64_t seed,
                               Timestamp start)
    : m_instruments(std::move(instruments))
    , m_process(parameters, calendarsOf(m_instruments), RandomSource{seed})
    , m_history(m_instruments.size())
    , m_time(floorTo(start, minutes(1)))
{
    std::vector<PracticeBookMaker*> makers;
    m_live.reserve(m_instruments.size());
    for (std::size_t i = 0; i < m_instruments.size(); ++i) {
        m_live.push_back({makerOf(parameters[i], m_instruments[i], seed, i), {}, {}, {}});
        makers.push_back(&m_live.back().maker);
    }
    m_slices.reserve(m_instruments.size());
    BarGenerator generator{m_process, makers, RandomSource{seed}};
    for (auto& series : m_history) {
        series.reserve(static_cast<std::size_t>(kHistoryBars));
    }
    for (std::int64_t back = kHistoryBars; back > 0; --back) {
        generator.minute(m_time - minutes(back), m_history, static_cast<std::size_t>(kHistoryBars));
    }
}

bool PracticeMarket::next()
{
    if (m_time == floorTo(m_time, minutes(1))) {
        m_process.beginMinute(m_time);
    }
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        Live& live = m_live[i];
        if (!m_process.conditions(i).open) {
            live.book = Book{};
        } else if (live.book.bidCount == 0) { // the first second, or the market has just opened
            live.logPrice = m_process.logPrice(i);
            live.book = live.maker.book(m_process.conditions(i), live.logPrice, m_time);
        }
    }
    m_process.advance(1);
    m_time = m_time + seconds(1);
    m_slices.clear();
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        if (m_process.conditions(i).open) {
            moveSecond(i);
            m_slices.push_back(sliceOf(i));
        }
    }
    m_step = MarketStep{m_time, m_slices};
    return true;
}

void PracticeMarket::moveSecond(std::size_t i)
{
    Live& live = m_live[i];
    const PracticeConditions& conditions = m_process.conditions(i);
    const double logPrice = m_process.logPrice(i);
    live.previous = live.book;
    live.book = live.maker.book(conditions, logPrice, m_time);
    live.trades.clear();
    live.maker.trades(conditions, live.previous, live.book, logPrice - live.logPrice, live.trades);
    live.logPrice = logPrice;
}

MarketSlice PracticeMarket::sliceOf(std::size_t i) const
{
    const Live& live = m_live[i];
    MarketSlice slice;
    slice.instrument = m_instruments[i].id();
    slice.price = live.trades.back().price;
    slice.trades = live.trades;
    slice.book = &live.book;
    slice.mark = Price{(live.book.bids[0].price.count() + live.book.asks[0].price.count()) / 2};
    if (m_time == floorTo(m_time, hours(1))) {
        slice.funding = FundingRate{m_time, kFundingPerBillion};
    }
    return slice;
}

} // namespace wick::core
