#include "core/market/orderbook.h"

#include <algorithm>
#include <functional>

namespace wick::core {

namespace {

constexpr std::less<> kBidsWorse;    // a lower bid is worse
constexpr std::greater<> kAsksWorse; // a higher ask is worse

/// Sets one level. `worse(a, b)`: price a stands before price b, as the best is last.
template <typename Worse>
void set(std::vector<BookLevel>& levels, const BookLevel& level, Worse worse)
{
    // Most changes are near the best price, which is at the end.
    auto at = levels.end();
    while (at != levels.begin() && worse(level.price, std::prev(at)->price)) {
        --at;
    }
    const bool there = at != levels.begin() && std::prev(at)->price == level.price;
    if (level.quantity.count() > 0) {
        if (there) {
            std::prev(at)->quantity = level.quantity;
        } else {
            levels.insert(at, level);
        }
    } else if (there) {
        levels.erase(std::prev(at));
    }
}

template <typename Worse>
void setAll(std::vector<BookLevel>& levels, OrderBook::Changes changes, Worse worse)
{
    for (const BookLevel& level : changes) {
        set(levels, level, worse);
    }
}

/// A whole side at once; of a price that is there twice the last one counts.
template <typename Worse>
void fill(std::vector<BookLevel>& levels, OrderBook::Changes changes, Worse worse)
{
    levels.assign(changes.rbegin(), changes.rend());
    std::stable_sort(levels.begin(), levels.end(), [&](const BookLevel& a, const BookLevel& b) {
        return worse(a.price, b.price);
    });
    const auto samePrice = [](const BookLevel& a, const BookLevel& b) {
        return a.price == b.price;
    };
    levels.erase(std::unique(levels.begin(), levels.end(), samePrice), levels.end());
    std::erase_if(levels, [](const BookLevel& level) { return level.quantity.count() <= 0; });
}

void copyBest(const std::vector<BookLevel>& levels,
              std::array<BookLevel, Book::kDepth>& into,
              std::uint8_t& count) noexcept
{
    count = static_cast<std::uint8_t>(std::min(levels.size(), Book::kDepth));
    std::copy_n(levels.rbegin(), count, into.begin());
}

} // namespace

void OrderBook::clear() noexcept
{
    m_bids.clear();
    m_asks.clear();
    m_number = 0;
    m_known = false;
    m_crossedSince.reset();
}

void OrderBook::applySnapshot(std::int64_t number, Changes bids, Changes asks, Timestamp now)
{
    fill(m_bids, bids, kBidsWorse);
    fill(m_asks, asks, kAsksWorse);
    m_number = number;
    m_known = true;
    m_crossedSince.reset();
    noteCrossing(now);
}

BookOutcome OrderBook::applyUpdate(std::int64_t from,
                                   std::int64_t to,
                                   Changes bids,
                                   Changes asks,
                                   Timestamp now)
{
    if (!m_known) {
        return BookOutcome::Unknown;
    }
    if (to <= m_number) {
        return BookOutcome::Old;
    }
    if (from > m_number) {
        clear();
        return BookOutcome::Gap;
    }
    const bool joins = from == m_number;
    setAll(m_bids, bids, kBidsWorse);
    setAll(m_asks, asks, kAsksWorse);
    m_number = to;
    noteCrossing(now);
    return joins ? BookOutcome::Applied : BookOutcome::Overlapped;
}

Book OrderBook::top(Timestamp time) const noexcept
{
    Book book;
    book.time = time;
    copyBest(m_bids, book.bids, book.bidCount);
    copyBest(m_asks, book.asks, book.askCount);
    return book;
}

std::optional<BookLevel> OrderBook::bestOf(const Levels& levels) noexcept
{
    return levels.empty() ? std::nullopt : std::optional{levels.back()};
}

void OrderBook::noteCrossing(Timestamp now) noexcept
{
    const bool crossed =
        !m_bids.empty() && !m_asks.empty() && m_bids.back().price >= m_asks.back().price;
    if (!crossed) {
        m_crossedSince.reset();
    } else if (!m_crossedSince) {
        m_crossedSince = now;
    }
}

} // namespace wick::core
