#pragma once

#include "core/backtest/practiceprocess.h"
#include "core/base/randomsource.h"
#include "core/domain/instrument.h"
#include "core/domain/marketdata.h"

#include <vector>

namespace wick::core {

/// Makes the book and the trades of one practice market around its log price.
/// The full spread is the instrument's, wider under stress and in the minutes after a jump, rounded
/// outwards to ticks. Ten levels a side stand about 0.9 bp apart and hold together the market's
/// depth, less under stress and more on the side that presses. Trades of a second happen at the
/// quotes on the way from its first book to its last: a buy between the two asks, a sell between
/// the two bids.
class PracticeBookMaker
{
public:
    PracticeBookMaker(const PracticeMarketParameters& parameters,
                      const Instrument& instrument,
                      RandomSource random);

    /// A book around `logPrice`, stamped `at`. The market must be open.
    [[nodiscard]] Book book(const PracticeConditions& conditions, double logPrice, Timestamp at);

    /// The trades of the second that ends with `to`, in order of time, into `out`; times lie in
    /// [`to.time` - 1 s, `to.time`).
    /// `move` is the log return of that second.
    void trades(const PracticeConditions& conditions,
                const Book& from,
                const Book& to,
                double move,
                std::vector<Trade>& out);

    /// The bar that opens at `start` from a path in log prices: `low` and `high` are the path's
    /// extremes. Its prices are quotes as the trades of that minute would have met them.
    [[nodiscard]] BarValues bar(const PracticeConditions& conditions,
                                Timestamp start,
                                double open,
                                double high,
                                double low,
                                double close);

private:
    [[nodiscard]] double halfSpread(const PracticeConditions& conditions, double price) noexcept;
    [[nodiscard]] Price priceAt(double usdc) const noexcept;
    [[nodiscard]] Price bidAt(double usdc) const noexcept;
    [[nodiscard]] Price askAt(double usdc) const noexcept;
    [[nodiscard]] Quantity lots(double base) const noexcept;

    PracticeMarketParameters m_parameters;
    double m_priceScale;
    std::int64_t m_tick;
    double m_lotScale;
    double m_spread; ///< fraction of price
    RandomSource m_random;
    double m_flow = 0.0; ///< persistent part of the order flow, -1 to 1
};

} // namespace wick::core
