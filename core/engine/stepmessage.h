#pragma once

#include "core/engine/step.h"

#include <vector>

namespace wick::core {

/// A step that owns what it tells, for crossing a thread.
class StepMessage
{
public:
    explicit StepMessage(const Step& step)
        : m_step(step)
        , m_fills(step.fills.begin(), step.fills.end())
    {
        m_step.fills = {};
        m_step.market = nullptr;
        if (step.market != nullptr) {
            m_market = *step.market;
            m_trades.assign(step.market->trades.begin(), step.market->trades.end());
            if (step.market->bar != nullptr) {
                m_bar = *step.market->bar;
            }
            if (step.market->book != nullptr) {
                m_book = *step.market->book;
            }
        }
    }

    /// The step as the core made it, and the room its market slice is rebuilt in. Both stay valid
    /// as long as this message and `slice` do.
    [[nodiscard]] Step step(MarketSlice& slice) const
    {
        Step step = m_step;
        step.fills = m_fills;
        if (m_market) {
            slice = *m_market;
            slice.trades = m_trades;
            slice.bar = m_bar ? &*m_bar : nullptr;
            slice.book = m_book ? &*m_book : nullptr;
            step.market = &slice;
        }
        return step;
    }

private:
    Step m_step;
    std::vector<OwnFill> m_fills;
    std::optional<MarketSlice> m_market;
    std::vector<Trade> m_trades;
    std::optional<ClosedBar> m_bar;
    std::optional<Book> m_book;
};

} // namespace wick::core
