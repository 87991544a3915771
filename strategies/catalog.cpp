#include "strategies/catalog.h"

#include "strategies/fairvaluegapretest.h"
#include "strategies/momentumburst.h"
#include "strategies/movingaveragecross.h"

namespace wick::strategies {

namespace {

template <typename Strategy>
core::CatalogEntry entry(std::string name)
{
    return {std::move(name), Strategy::parameters(), [](const core::ParameterSet& parameters) {
                return std::unique_ptr<core::Strategy>{std::make_unique<Strategy>(parameters)};
            }};
}

} // namespace

core::StrategyCatalog catalog()
{
    core::StrategyCatalog catalog;
    catalog.add(entry<FairValueGapRetest>("fvg-retest"));
    catalog.add(entry<MomentumBurst>("momentum"));
    catalog.add(entry<MovingAverageCross>("ma-cross"));
    return catalog;
}

} // namespace wick::strategies
