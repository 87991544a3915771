#pragma once

#include "core/base/checked.h"
#include "core/base/result.h"
#include "core/domain/marketdata.h"
#include "core/domain/moneyandids.h"
#include "core/domain/units.h"

#include <string>
#include <string_view>

namespace wick::core {

/// When the market is open (definitions D.1). Data of the instrument, never inferred from candles.
enum class CalendarKind : std::uint8_t
{
    Always,
    NewYork
};

enum class InstrumentError : std::uint8_t
{
    NoSymbol,
    BadDecimals,
    BadTick,
    BadMinimum,
    BadFraction
};

/// The base in a symbol: "ETH" of "ETH-PERP", and of "ETH".
[[nodiscard]] constexpr std::string_view baseOf(std::string_view symbol) noexcept
{
    return symbol.substr(0, symbol.find('-'));
}

/// Whether `name` is how a person may call a market: its symbol or base, upper or lower case.
[[nodiscard]] bool namesMarket(std::string_view name, std::string_view symbol) noexcept;

/// What a market is: its units, its limits, its costs. Immutable.
class Instrument
{
public:
    struct Fields
    {
        InstrumentId id;
        std::string symbol;    ///< "ETH-PERP"; venues map it at their own door
        int priceDecimals = 0; ///< unit of Price is 10^-priceDecimals; at least those of the venue
        PriceDelta tick{1};    ///< order prices are multiples of it, in units of Price
        int quantityDecimals = 0;      ///< a lot is 10^-quantityDecimals of the base
        int volumeDecimals = 0;        ///< unit of Volume in bars of this run
        Quantity minimumQuantity;      ///< smallest order, lots
        Money minimumNotional;         ///< smallest order, USDC
        Ppm initialMargin;             ///< fraction of notional
        Ppm maintenanceMargin;         ///< fraction of notional
        Ppm takerFee;                  ///< fraction of notional; negative is a rebate
        Ppm makerFee;                  ///< fraction of notional; negative is a rebate
        Ppm spread;                    ///< usual full spread, fraction of price (1 bp is 100)
        double normalVolatility = 0.0; ///< usual standard deviation of a day's return, fraction
        CalendarKind calendar = CalendarKind::Always;
    };

    static Result<Instrument, InstrumentError> create(Fields fields);

    [[nodiscard]] InstrumentId id() const noexcept { return m_fields.id; }
    [[nodiscard]] const std::string& symbol() const noexcept { return m_fields.symbol; }
    /// "ETH" of "ETH-PERP": the name people and the command line use.
    [[nodiscard]] std::string_view base() const noexcept { return baseOf(m_fields.symbol); }
    [[nodiscard]] int priceDecimals() const noexcept { return m_fields.priceDecimals; }
    [[nodiscard]] PriceDelta tick() const noexcept { return m_fields.tick; }
    [[nodiscard]] int quantityDecimals() const noexcept { return m_fields.quantityDecimals; }
    [[nodiscard]] int volumeDecimals() const noexcept { return m_fields.volumeDecimals; }
    [[nodiscard]] Quantity minimumQuantity() const noexcept { return m_fields.minimumQuantity; }
    [[nodiscard]] Money minimumNotional() const noexcept { return m_fields.minimumNotional; }
    [[nodiscard]] Ppm initialMargin() const noexcept { return m_fields.initialMargin; }
    [[nodiscard]] Ppm maintenanceMargin() const noexcept { return m_fields.maintenanceMargin; }
    [[nodiscard]] Ppm takerFee() const noexcept { return m_fields.takerFee; }
    [[nodiscard]] Ppm makerFee() const noexcept { return m_fields.makerFee; }
    [[nodiscard]] Ppm spread() const noexcept { return m_fields.spread; }
    [[nodiscard]] double normalVolatility() const noexcept { return m_fields.normalVolatility; }
    [[nodiscard]] CalendarKind calendar() const noexcept { return m_fields.calendar; }
    [[nodiscard]] const Fields& fields() const noexcept { return m_fields; }

    /// Signed value of `lots` (positive is long) at `price`, unrounded: micro-USDC times
    /// valueDivisor().
    [[nodiscard]] Int128 value(std::int64_t lots, Price price) const noexcept
    {
        return static_cast<Int128>(lots) * price.count() * m_valueFactor;
    }
    [[nodiscard]] std::int64_t valueDivisor() const noexcept { return m_valueDivisor; }
    /// Value of `lots` at `price` in money; a tie to the even one unless told otherwise (D.1).
    [[nodiscard]] Money
    notional(std::int64_t lots, Price price, Rounding rounding = Rounding::HalfEven) const noexcept
    {
        if (m_valueDivisor == 1) { // nothing to round: the low half is the value
            return Money{static_cast<std::int64_t>(static_cast<std::uint64_t>(lots)
                                                   * static_cast<std::uint64_t>(price.count())
                                                   * static_cast<std::uint64_t>(m_valueFactor))};
        }
        return Money{
            static_cast<std::int64_t>(divide(value(lots, price), m_valueDivisor, rounding))};
    }
    [[nodiscard]] Money notional(Quantity lots, Price price) const noexcept
    {
        return notional(lots.count(), price);
    }

    /// The price moved to a multiple of the tick, away from a trade: a buy limit and a long's stop
    /// down, a sell limit and a short's stop up (D.1).
    [[nodiscard]] Price tickDown(Price price) const noexcept;
    [[nodiscard]] Price tickUp(Price price) const noexcept;

    [[nodiscard]] double priceScale() const noexcept { return m_priceScale; }
    [[nodiscard]] double volumeScale() const noexcept { return m_volumeScale; }

private:
    explicit Instrument(Fields fields);

    Fields m_fields;
    std::int64_t m_valueFactor = 1;
    std::int64_t m_valueDivisor = 1;
    double m_priceScale = 1.0;
    double m_volumeScale = 1.0;
};

/// A price in USDC, for indicators and pixels only: it never returns into an order.
[[nodiscard]] inline double toDouble(Price price, const Instrument& instrument) noexcept
{
    return static_cast<double>(price.count()) / instrument.priceScale();
}
[[nodiscard]] inline double toDouble(PriceDelta delta, const Instrument& instrument) noexcept
{
    return static_cast<double>(delta.count()) / instrument.priceScale();
}
[[nodiscard]] inline double toDouble(Volume volume, const Instrument& instrument) noexcept
{
    return static_cast<double>(volume.count()) / instrument.volumeScale();
}
[[nodiscard]] double toDouble(Quantity quantity, const Instrument& instrument) noexcept;

/// The tick-aligned price nearest to a computed one; the strategy's way back from indicators to
/// levels.
[[nodiscard]] Price nearestPrice(double usdc, const Instrument& instrument) noexcept;

} // namespace wick::core
