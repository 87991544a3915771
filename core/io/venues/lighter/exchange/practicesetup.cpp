#include "core/io/venues/lighter/exchange/practicesetup.h"

#include "core/io/instrumentfile.h"
#include "core/io/venues/lighter/exchange/practiceaccount.h"
#include "core/venues/lighter/network.h"
#include "core/venues/lighter/signingkey.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wick::exchange {

using namespace core;

namespace {

/// As third-party tables have them; clients ask for them all the same.
constexpr std::array<std::pair<std::string_view, std::int16_t>, 3> kNumbers{
    {{"ETH", 0}, {"BTC", 1}, {"XAU", 92}}};

constexpr std::int64_t kPpmOfTenThousandth = 100;

MarketRules rulesOf(Instrument instrument, std::int16_t number)
{
    MarketRules rules{.instrument = std::move(instrument), .id = number};
    rules.defaultInitialMargin =
        static_cast<std::int32_t>(rules.instrument.initialMargin().count() / kPpmOfTenThousandth);
    rules.maintenanceMargin = static_cast<std::int32_t>(rules.instrument.maintenanceMargin().count()
                                                        / kPpmOfTenThousandth);
    rules.minimumInitialMargin =
        std::max(rules.defaultInitialMargin * 2 / 5, rules.maintenanceMargin);
    rules.closeOutMargin = rules.maintenanceMargin * 2 / 3;
    return rules;
}

} // namespace

std::unique_ptr<ExchangeService> practiceService(const PracticeRequest& request)
{
    ExchangeSetup setup;
    setup.chain = lighter::Network::practice().chain();
    setup.tier = request.tier;
    setup.start = kPracticeStart;
    std::vector<Instrument> instruments;
    std::vector<PracticeMarketParameters> parameters;
    const auto specs = io::builtInInstruments();
    for (const auto& [base, number] : kNumbers) {
        if (std::find(request.markets.begin(), request.markets.end(), base)
            == request.markets.end()) {
            continue;
        }
        const InstrumentId id{static_cast<std::uint16_t>(instruments.size())};
        instruments.push_back(io::instrumentOf(*io::findInstrument(specs, base), id).value());
        parameters.push_back(practiceParametersOf(base).value());
        setup.markets.push_back(rulesOf(instruments.back(), number));
    }
    auto market =
        std::make_unique<PracticeMarket>(parameters, instruments, request.seed, kPracticeStart);
    setup.history = market->history();
    auto service =
        std::make_unique<ExchangeService>(std::move(setup), std::move(market), request.speed);
    PracticeExchange& exchange = service->exchange();
    exchange.open(kPracticeAccount, request.balance);
    exchange.addKey(kPracticeAccount, kPracticeSlot,
                    lighter::SigningKey::fromHex(kPracticeKey).value().publicKey());
    return service;
}

} // namespace wick::exchange
