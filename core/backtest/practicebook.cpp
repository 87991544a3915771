#include "core/backtest/practicebook.h"

#include "core/base/checked.h"

#include <algorithm>
#include <cmath>

namespace wick::core {

namespace {

constexpr double kLevelGap = 0.9e-4;   ///< usual distance of two levels, fraction of price
constexpr double kWidest = 5.0;        ///< usual spreads
constexpr double kSizeSpread = 1.0;    ///< st. dev. of the log of a trade's size
constexpr std::size_t kMostTrades = 5; ///< a second
constexpr double kUsualTrades = 2.5;   ///< a second, for the noise of a minute's volume

double between(double a, double b, double part) noexcept
{
    return a + (b - a) * part;
}

} // namespace

PracticeBookMaker::PracticeBookMaker(const PracticeMarketParameters& parameters,
                                     const Instrument& instrument,
                                     RandomSource random)
    : m_parameters(parameters)
    , m_priceScale(instrument.priceScale())
    , m_tick(instrument.tick().count())
    , m_lotScale(static_cast<double>(powerOfTen(instrument.quantityDecimals())))
    , m_spread(parameters.spreadShare * static_cast<double>(instrument.spread().count())
               / static_cast<double>(kPpmOne))
    , m_random(random)
{}

Price PracticeBookMaker::bidAt(double usdc) const noexcept
{
    const double ticks = std::floor(usdc * m_priceScale / static_cast<double>(m_tick));
    return Price{std::max<std::int64_t>(1, static_cast<std::int64_t>(ticks)) * m_tick};
}

Price PracticeBookMaker::askAt(double usdc) const noexcept
{
    const double ticks = std::ceil(usdc * m_priceScale / static_cast<double>(m_tick));
    return Price{std::max<std::int64_t>(2, static_cast<std::int64_t>(ticks)) * m_tick};
}

Quantity PracticeBookMaker::lots(double base) const noexcept
{
    return Quantity{std::max<std::int64_t>(1, std::llround(base * m_lotScale))};
}

double PracticeBookMaker::halfSpread(const PracticeConditions& conditions, double price) noexcept
{
    const double width = std::exp(0.25 * conditions.stress) * (1.0 + 0.3 * conditions.aftershock)
                         * (0.85 + 0.3 * m_random.uniform());
    return 0.5 * price * m_spread * std::min(width, kWidest);
}

Book PracticeBookMaker::book(const PracticeConditions& conditions, double logPrice, Timestamp at)
{
    Book book;
    book.time = at;
    book.bidCount = Book::kDepth;
    book.askCount = Book::kDepth;
    const double price = std::exp(logPrice);
    const double half = halfSpread(conditions, price);
    Price bid = bidAt(price - half);
    Price ask = std::max(askAt(price + half), bid + PriceDelta{m_tick});
    const double gap = price * kLevelGap * m_priceScale / static_cast<double>(m_tick);
    const auto step = [&] {
        const double ticks = gap * (0.6 + 0.8 * m_random.uniform());
        return PriceDelta{std::max<std::int64_t>(1, std::llround(ticks)) * m_tick};
    };
    const double lean = 0.4 * std::clamp(conditions.flow + m_flow, -1.0, 1.0);
    const double usual =
        m_parameters.depth / price / 10.0 * std::exp(-0.4 * conditions.stress); // a level
    for (std::size_t i = 0; i < Book::kDepth; ++i) {
        const double shape = usual * (0.55 + 0.1 * static_cast<double>(i));
        book.bids[i] = {bid, lots(shape * (1.0 + lean) * (0.5 + m_random.uniform()))};
        book.asks[i] = {ask, lots(shape * (1.0 - lean) * (0.5 + m_random.uniform()))};
        bid = std::max(bid - step(), Price{m_tick});
        ask = ask + step();
    }
    return book;
}

void PracticeBookMaker::trades(const PracticeConditions& conditions,
                               const Book& from,
                               const Book& to,
                               double move,
                               std::vector<Trade>& out)
{
    const double usualRate = m_parameters.volumePerMinute / 60.0;
    const double crowd = std::sqrt(conditions.volumeRate / usualRate);
    const double chance =
        std::clamp((m_parameters.tradesPerSecond - 1.0) / 4.0 * crowd, 0.02, 0.98);
    std::size_t count = 1;
    for (std::size_t i = 1; i < kMostTrades; ++i) {
        count += m_random.uniform() < chance ? 1U : 0U;
    }

    m_flow = 0.97 * m_flow + 0.03 * m_random.normal();
    const double push = move / (conditions.sigma / std::sqrt(60.0));
    const double lean = 0.12 * std::clamp(push, -2.5, 2.5) + 0.3 * conditions.flow + 0.5 * m_flow;
    const double buying = std::clamp(0.5 + lean, 0.03, 0.97);
    const double mean = conditions.volumeRate / (1.0 + 4.0 * chance);
    const Timestamp begin = to.time - seconds(1);
    for (std::size_t i = 0; i < count; ++i) {
        const double part =
            (static_cast<double>(i) + m_random.uniform()) / static_cast<double>(count);
        const Duration offset{static_cast<std::int64_t>(part * 1.0e9)};
        const Side side = m_random.uniform() < buying ? Side::Buy : Side::Sell;
        const auto& before = side == Side::Buy ? from.asks[0] : from.bids[0];
        const auto& after = side == Side::Buy ? to.asks[0] : to.bids[0];
        const std::int64_t first = before.price.count() / m_tick;
        const std::int64_t last = after.price.count() / m_tick;
        const double ticks = between(static_cast<double>(first), static_cast<double>(last), part);
        const double size =
            mean * std::exp(kSizeSpread * m_random.normal() - kSizeSpread * kSizeSpread / 2.0);
        out.push_back({begin + offset, Price{std::llround(ticks) * m_tick}, lots(size), side});
    }
}

BarValues PracticeBookMaker::bar(const PracticeConditions& conditions,
                                 Timestamp start,
                                 double open,
                                 double high,
                                 double low,
                                 double close)
{
    const double half = halfSpread(conditions, std::exp(open)) / std::exp(open);
    const auto quote = [&](double logPrice) {
        return m_random.uniform() < 0.5 ? bidAt(std::exp(logPrice - half))
                                        : askAt(std::exp(logPrice + half));
    };
    BarValues bar;
    bar.start = start;
    bar.open = quote(open);
    bar.close = quote(close);
    const auto [least, most] = std::minmax(bar.open, bar.close);
    bar.low = std::min(least, bidAt(std::exp(low - half)));
    bar.high = std::max(most, askAt(std::exp(high + half)));
    // The relative variance of a sum of n log-normal sizes is (exp(s^2) - 1) / n.
    const double noise =
        std::sqrt((std::exp(kSizeSpread * kSizeSpread) - 1.0) / (60.0 * kUsualTrades));
    const double volume =
        60.0 * conditions.volumeRate * std::exp(noise * m_random.normal() - noise * noise / 2.0);
    bar.volume = Volume{lots(volume).count()};
    return bar;
}

} // namespace wick::core
