#include "tests/bench/barecross.h"

namespace wick::bench {

namespace {

constexpr std::size_t kFast = 12;
constexpr std::size_t kSlow = 26;

double meanOf(std::span<const std::int64_t> prices, double scale)
{
    double sum = 0.0;
    for (const std::int64_t price : prices) {
        sum += static_cast<double>(price) / scale;
    }
    return sum / static_cast<double>(prices.size());
}

} // namespace

CrossOutcome bareCross(const core::CandleColumns& candles,
                       const core::Instrument& instrument,
                       core::Quantity quantity,
                       core::Money start)
{
    const double scale = instrument.priceScale();
    const double fastFactor = 2.0 / static_cast<double>(kFast + 1);
    const double slowFactor = 2.0 / static_cast<double>(kSlow + 1);
    const std::int64_t unit = instrument.notional(quantity, core::Price{1}).count();
    const std::int64_t fee = instrument.takerFee().count();

    double fast = meanOf(candles.close.first(kFast), scale);
    for (std::size_t i = kFast; i < kSlow; ++i) {
        fast += fastFactor * (static_cast<double>(candles.close[i]) / scale - fast);
    }
    double slow = meanOf(candles.close.first(kSlow), scale);
    double before = fast - slow;

    std::int64_t cash = start.count();
    std::int64_t held = 0; // +1 long, -1 short
    std::int64_t wanted = 0;
    std::size_t fills = 0;
    for (std::size_t i = kSlow; i < candles.size(); ++i) {
        if (wanted != held) {
            const std::int64_t value = candles.open[i] * unit;
            const std::int64_t legs = held == 0 ? 1 : 2; // a flip closes and opens
            cash -= (wanted - held) * value + legs * (value * fee / core::kPpmOne);
            held = wanted;
            ++fills;
        }
        const double close = static_cast<double>(candles.close[i]) / scale;
        fast += fastFactor * (close - fast);
        slow += slowFactor * (close - slow);
        const double now = fast - slow;
        if (before <= 0.0 && now > 0.0) {
            wanted = 1;
        } else if (before >= 0.0 && now < 0.0) {
            wanted = -1;
        }
        before = now;
    }
    return {fills == 0 ? 0 : fills - 1, core::Money{cash + held * candles.close.back() * unit}};
}

} // namespace wick::bench
