#pragma once

#include "core/domain/instrument.h"
#include "core/domain/orders.h"

#include <optional>
#include <span>
#include <vector>

namespace wick::core {

/// What one engine holds and what it has earned. Money flows are rounded once each, so sums are
/// exact.
struct EngineBook
{
    EngineId engine;
    InstrumentId instrument;
    std::int64_t lots = 0; ///< signed: positive is long
    Money cost;            ///< signed value of the open lots at their entry prices
    Money cash;            ///< all flows of this engine so far, notionals included
    Money fees;            ///< paid is positive
    Money funding;         ///< paid is positive
    Money value;           ///< of the open lots at the last mark
    Timestamp openedAt;

    /// Everything earned since the start, open result included.
    [[nodiscard]] Money result() const noexcept { return cash + value; }
    [[nodiscard]] Money openResult() const noexcept { return value - cost; }
    [[nodiscard]] std::optional<Side> side() const noexcept
    {
        return lots == 0 ? std::nullopt : std::optional{lots > 0 ? Side::Buy : Side::Sell};
    }
};

/// What a fill did to the engine that sent it.
struct FillEffect
{
    Money realised;          ///< price result of the lots it closed
    std::int64_t closed = 0; ///< lots, unsigned
    std::int64_t opened = 0; ///< lots, unsigned
    Money openedValue;       ///< signed value of the opened lots
};

/// The account all engines share: balance, positions by engine, equity at the marks.
/// equity = start + transfers + what the engines have earned; the identity holds to the last
/// micro-USDC.
class Account
{
public:
    Account(Money start,
            std::span<const Instrument> instruments,
            std::span<const InstrumentId> engines);

    [[nodiscard]] FillEffect apply(const Fill& fill);
    /// Funding paid (positive) or received by one engine.
    void applyFunding(EngineId engine, Money paid);
    /// Money moved in (positive) or out; neither gain nor loss.
    void applyTransfer(Money amount) noexcept { m_transfers += amount; }
    /// Values every position in this market at the price.
    void mark(InstrumentId instrument, Price price);

    [[nodiscard]] Money equity() const noexcept { return m_start + m_transfers + m_earned; }
    /// Equity without the open result.
    [[nodiscard]] Money balance() const noexcept;
    [[nodiscard]] Money start() const noexcept { return m_start; }
    [[nodiscard]] Money transfers() const noexcept { return m_transfers; }
    [[nodiscard]] const EngineBook& book(EngineId engine) const noexcept
    {
        return m_books[engine.count()];
    }
    /// By engine.
    [[nodiscard]] const std::vector<EngineBook>& books() const noexcept { return m_books; }
    [[nodiscard]] std::optional<Price> markOf(InstrumentId instrument) const noexcept
    {
        return m_marks[instrument.count()];
    }
    [[nodiscard]] bool flat() const noexcept { return m_open == 0; }
    /// Equity of the account if every position in this market were valued at `price`.
    [[nodiscard]] Money equityAt(InstrumentId instrument, Price price) const noexcept;

private:
    void revalue(EngineBook& book);

    Money m_start;
    Money m_transfers;
    Money m_earned; ///< sum of result() of all books
    int m_open = 0; ///< books with lots
    std::span<const Instrument> m_instruments;
    std::vector<EngineBook> m_books;
    std::vector<std::optional<Price>> m_marks;
};

} // namespace wick::core
