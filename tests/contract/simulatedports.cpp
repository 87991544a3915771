// The simulated venue on candles (backtest) and on trades with a book (paper).
#include "core/base/unreachable.h"
#include "core/execution/simulatedvenue.h"
#include "tests/contract/portundercontract.h"

#include <algorithm>
#include <array>

namespace wick::test {

using namespace wick::core;

namespace {

constexpr InstrumentId kEthId{0};
constexpr Quantity kPlenty{1'000'000'000};

class Simulated : public PortUnderContract
{
public:
    [[nodiscard]] ExecutionPort& port() override { return m_venue; }
    [[nodiscard]] std::vector<OrderEvent> take() override
    {
        std::vector<OrderEvent> taken;
        m_venue.takeEvents(taken);
        return taken;
    }

protected:
    std::array<Instrument, 1> m_instruments{eth(kEthId)};
    std::array<InstrumentId, 1> m_engines{kEthId};
    SimulatedVenue m_venue{m_clock, m_instruments, m_engines, FillModel{}, BarPath::Near};
    double m_price = 2'000.0;
};

class OnCandles final : public Simulated
{
public:
    void moveTo(double price) override
    {
        const double low = std::min(m_price, price);
        const double high = std::max(m_price, price);
        ClosedBar minute = bar(0, m_price, high, low, price, kPlenty.count());
        minute.start = m_clock.now();
        m_venue.beginBar(kEthId, minute, minutes(1));
        for (const BarPoint point :
             {BarPoint::Open, BarPoint::FirstExtreme, BarPoint::SecondExtreme, BarPoint::Close})
        {
            m_clock.advance(seconds(15));
            m_venue.reach(kEthId, point);
        }
        m_price = price;
    }
};

class OnTrades final : public Simulated
{
public:
    void moveTo(double price) override
    {
        m_clock.advance(minutes(1));
        const Price at = usd(price);
        Book book;
        book.time = m_clock.now();
        book.bids[0] = {at - PriceDelta{1}, kPlenty};
        book.asks[0] = {at + PriceDelta{1}, kPlenty};
        book.bidCount = 1;
        book.askCount = 1;
        const Side aggressor = price < m_price ? Side::Sell : Side::Buy;
        // Two trades: what becomes alive with the first may be filled by the second.
        const std::array<Trade, 2> trades{
            Trade{m_clock.now() - milliseconds(500), at, kPlenty, aggressor},
            Trade{m_clock.now() - milliseconds(100), at, kPlenty, aggressor}};
        m_venue.onTrades(kEthId, trades, &book);
        m_price = price;
    }
};

} // namespace

std::vector<const char*> portNames()
{
    return {"simulated on candles", "simulated on trades"};
}

std::unique_ptr<PortUnderContract> makePort(std::string_view name)
{
    if (name == portNames().front()) {
        return std::make_unique<OnCandles>();
    }
    return std::make_unique<OnTrades>();
}

} // namespace wick::test
