#include "core/domain/instrument.h"

#include "core/base/nearestname.h"

#include <cmath>
#include <utility>

namespace wick::core {

namespace {

constexpr int kMoneyDecimals = 6;
constexpr int kMostDecimals = 9;

bool usable(int decimals) noexcept
{
    return decimals >= 0 && decimals <= kMostDecimals;
}

} // namespace

Result<Instrument, InstrumentError> Instrument::create(Fields fields)
{
    if (fields.symbol.empty()) {
        return Failure{InstrumentError::NoSymbol};
    }
    if (!usable(fields.priceDecimals) || !usable(fields.quantityDecimals)
        || !usable(fields.volumeDecimals))
    {
        return Failure{InstrumentError::BadDecimals};
    }
    if (fields.tick.count() <= 0) {
        return Failure{InstrumentError::BadTick};
    }
    if (fields.minimumQuantity.count() < 0 || fields.minimumNotional.count() < 0) {
        return Failure{InstrumentError::BadMinimum};
    }
    const bool margins = fields.maintenanceMargin.count() > 0
                         && fields.initialMargin >= fields.maintenanceMargin
                         && fields.initialMargin.count() <= kPpmOne;
    if (!margins || fields.spread.count() < 0 || !(fields.normalVolatility >= 0.0)) {
        return Failure{InstrumentError::BadFraction};
    }
    return Instrument{std::move(fields)};
}

Instrument::Instrument(Fields fields)
    : m_fields(std::move(fields))
    , m_priceScale(static_cast<double>(powerOfTen(m_fields.priceDecimals)))
    , m_volumeScale(static_cast<double>(powerOfTen(m_fields.volumeDecimals)))
{
    const int decimals = m_fields.priceDecimals + m_fields.quantityDecimals;
    if (decimals <= kMoneyDecimals) {
        m_valueFactor = powerOfTen(kMoneyDecimals - decimals);
    } else {
        m_valueDivisor = powerOfTen(decimals - kMoneyDecimals);
    }
}

bool namesMarket(std::string_view name, std::string_view symbol) noexcept
{
    return sameName(name, symbol) || sameName(name, baseOf(symbol));
}

Price Instrument::tickDown(Price price) const noexcept
{
    const std::int64_t tick = m_fields.tick.count();
    const std::int64_t rest = price.count() % tick;
    return Price{price.count() - (rest < 0 ? rest + tick : rest)};
}

Price Instrument::tickUp(Price price) const noexcept
{
    const Price down = tickDown(price);
    return down == price ? price : down + m_fields.tick;
}

double toDouble(Quantity quantity, const Instrument& instrument) noexcept
{
    return static_cast<double>(quantity.count())
           / static_cast<double>(powerOfTen(instrument.quantityDecimals()));
}

Price nearestPrice(double usdc, const Instrument& instrument) noexcept
{
    const double tick = static_cast<double>(instrument.tick().count());
    const double ticks = std::nearbyint(usdc * instrument.priceScale() / tick);
    // Beyond it the cast would not be defined; such a price is refused later.
    constexpr double kMost = 4.0e18;
    if (!(std::fabs(ticks * tick) < kMost)) {
        return Price{0};
    }
    return Price{static_cast<std::int64_t>(ticks) * instrument.tick().count()};
}

} // namespace wick::core
