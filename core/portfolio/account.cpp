#include "core/portfolio/account.h"

#include "core/base/checked.h"

#include <algorithm>
#include <cstdlib>

namespace wick::core {

Account::Account(Money start,
                 std::span<const Instrument> instruments,
                 std::span<const InstrumentId> engines)
    : m_start(start)
    , m_instruments(instruments)
    , m_marks(instruments.size())
{
    m_books.reserve(engines.size());
    for (std::size_t i = 0; i < engines.size(); ++i) {
        EngineBook book;
        book.engine = EngineId{static_cast<std::uint16_t>(i)};
        book.instrument = engines[i];
        m_books.push_back(book);
    }
}

FillEffect Account::apply(const Fill& fill)
{
    EngineBook& book = m_books[fill.engine.count()];
    const Instrument& instrument = m_instruments[book.instrument.count()];
    const std::int64_t lots = sign(fill.side) * fill.quantity.count();
    const Money flow = instrument.notional(lots, fill.price);

    FillEffect effect;
    const bool against = (book.lots > 0 && lots < 0) || (book.lots < 0 && lots > 0);
    if (against) {
        effect.closed = std::min(std::abs(lots), std::abs(book.lots));
    }
    effect.opened = std::abs(lots) - effect.closed;
    // The flow of the fill is one rounded amount; its parts are split so that they add up to it.
    const Money closedFlow =
        effect.opened == 0
            ? flow
            : Money{saturate(divide(static_cast<Int128>(flow.count()) * effect.closed,
                                    std::abs(lots), Rounding::HalfEven))};
    if (effect.closed > 0) {
        const Money share =
            effect.closed == std::abs(book.lots)
                ? book.cost
                : Money{saturate(divide(static_cast<Int128>(book.cost.count()) * effect.closed,
                                        std::abs(book.lots), Rounding::HalfEven))};
        effect.realised = -closedFlow - share;
        book.cost -= share;
    }
    effect.openedValue = flow - closedFlow;
    book.cost += effect.openedValue;

    m_open -= book.lots != 0 ? 1 : 0;
    if (effect.opened > 0 && (book.lots == 0 || effect.closed > 0)) {
        book.openedAt = fill.time;
    }
    book.lots += lots;
    m_open += book.lots != 0 ? 1 : 0;

    m_earned -= book.result();
    book.cash -= flow + fill.fee;
    book.fees += fill.fee;
    book.value =
        instrument.notional(book.lots, m_marks[book.instrument.count()].value_or(fill.price));
    m_earned += book.result();
    return effect;
}

void Account::applyFunding(EngineId engine, Money paid)
{
    EngineBook& book = m_books[engine.count()];
    book.cash -= paid;
    book.funding += paid;
    m_earned -= paid;
}

void Account::mark(InstrumentId instrument, Price price)
{
    m_marks[instrument.count()] = price;
    if (m_open == 0) {
        return;
    }
    for (auto& book : m_books) {
        if (book.instrument == instrument && book.lots != 0) {
            revalue(book);
        }
    }
}

void Account::revalue(EngineBook& book)
{
    const Money value = m_instruments[book.instrument.count()].notional(
        book.lots, *m_marks[book.instrument.count()]);
    m_earned += value - book.value;
    book.value = value;
}

Money Account::balance() const noexcept
{
    Money open;
    for (const auto& book : m_books) {
        open += book.openResult();
    }
    return equity() - open;
}

Money Account::equityAt(InstrumentId instrument, Price price) const noexcept
{
    Money equity = this->equity();
    for (const auto& book : m_books) {
        if (book.instrument == instrument && book.lots != 0) {
            equity += m_instruments[instrument.count()].notional(book.lots, price) - book.value;
        }
    }
    return equity;
}

} // namespace wick::core
