#pragma once

#include "core/backtest/eventsource.h"
#include "core/backtest/practicebook.h"
#include "core/backtest/practiceprocess.h"
#include "core/domain/instrument.h"
#include "core/market/marketstep.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wick::core {

/// The seed unless another is asked for. It was picked for a first day on which every engine has
/// something to do; one seed in three has that.
constexpr std::uint64_t kPracticeSeed = 81;
/// The first live moment unless another is asked for: a Tuesday, 2026-01-13 00:00 UTC.
constexpr Timestamp kPracticeStart = fromMilliseconds(1'768'262'400'000);
/// Generated history before the first live second.
constexpr int kPracticeHistoryDays = 14;

/// The same market in minute bars only, for benchmarks and samples.
/// Shape: `count` bars an instrument from `start`, closed minutes left out, so that a market which
/// closes ends later. The bars of all instruments come from one process and share its factor.
/// Units: volume in lots, so an instrument of these bars has volumeDecimals = quantityDecimals.
[[nodiscard]] std::vector<std::vector<ClosedBar>>
generateBars(const std::vector<PracticeMarketParameters>& parameters,
             const std::vector<Instrument>& instruments,
             std::uint64_t seed,
             std::size_t count,
             Timestamp start = kPracticeStart);

/// A seeded, synthetic market: 14 days of minute bars, then seconds with trades and books.
/// Nothing in it is real; it only behaves like the recorded markets (docs/practice-market.md). The
/// same arguments give the same steps on every machine with the same libm. Units: prices are
/// multiples of the instrument's tick; volume of bars is in lots.
class PracticeMarket final : public EventSource
{
public:
    /// Makes the history at once. Shape: one entry of `parameters` an instrument, in the same
    /// order; `start` is taken down to its minute.
    PracticeMarket(const std::vector<PracticeMarketParameters>& parameters,
                   std::vector<Instrument> instruments,
                   std::uint64_t seed = kPracticeSeed,
                   Timestamp start = kPracticeStart);

    /// The minute bars before the start, one vector an instrument; closed minutes are absent.
    [[nodiscard]] const std::vector<std::vector<ClosedBar>>& history() const noexcept override
    {
        return m_history;
    }

    /// Makes the next second. It always has one: false is never returned by this source.
    bool next() override;
    /// The second made last: its trades lie in [time - 1 s, time), its book is that of `time`. A
    /// closed market has no slice. Funding comes with the last second of an hour. Valid until the
    /// next call.
    [[nodiscard]] const MarketStep& step() const noexcept override { return m_step; }

    /// End of the second made last; the start before the first.
    [[nodiscard]] Timestamp time() const noexcept { return m_time; }

private:
    struct Live
    {
        PracticeBookMaker maker;
        Book book; ///< latest; no levels while closed
        Book previous;
        std::vector<Trade> trades;
        double logPrice = 0.0; ///< at `book`
    };

    void moveSecond(std::size_t i);
    [[nodiscard]] MarketSlice sliceOf(std::size_t i) const;

    std::vector<Instrument> m_instruments;
    PracticeProcess m_process;
    std::vector<std::vector<ClosedBar>> m_history;
    std::vector<Live> m_live;
    Timestamp m_time;
    std::vector<MarketSlice> m_slices;
    MarketStep m_step;
};

} // namespace wick::core
