#include "app/session/session.h"
#include "core/backtest/practicemarket.h"
#include "core/io/instrumentfile.h"
#include "strategies/catalog.h"

#include <array>
#include <string_view>

namespace wick::session {

using namespace wick::core;

namespace {

/// The fleet of a fresh installation.
struct Member
{
    std::string_view strategy;
    std::string_view market;
};
constexpr std::array<Member, 3> kFleet{
    {{"momentum", "ETH"}, {"momentum", "BTC"}, {"fvg-retest", "XAU"}}};

Result<EngineSetup, std::string> engineOf(const Member& member, InstrumentId instrument)
{
    auto strategy = strategies::catalog().create(member.strategy, {});
    if (!strategy) {
        return Failure{"the catalog has no strategy " + std::string{member.strategy}};
    }
    EngineSetup engine;
    engine.name = member.strategy;
    engine.instrument = instrument;
    engine.parameters = ParameterSet{(*strategy)->describe().parameters}.summary();
    engine.timeframe = (*strategy)->describe().timeframe;
    engine.strategy = std::move(*strategy);
    return engine;
}

} // namespace

Result<WorkerSetup, std::string> practiceSession(const PracticeRequest& request)
{
    WorkerSetup setup;
    std::vector<PracticeMarketParameters> parameters;
    const auto specs = io::builtInInstruments();
    for (const auto& member : kFleet) {
        const InstrumentId id{static_cast<std::uint16_t>(setup.core.instruments.size())};
        const auto* spec = io::findInstrument(specs, member.market);
        const auto market = practiceParametersOf(member.market);
        if (spec == nullptr || !market) {
            return Failure{"no instrument or practice market for " + std::string{member.market}};
        }
        auto instrument = io::instrumentOf(*spec, id);
        auto engine = engineOf(member, id);
        if (!instrument) {
            return Failure{"the built-in instrument " + spec->symbol + " is not valid"};
        }
        if (!engine) {
            return Failure{engine.error()};
        }
        parameters.push_back(*market);
        setup.core.instruments.push_back(std::move(*instrument));
        setup.core.engines.push_back(std::move(*engine));
    }
    const std::uint64_t seed = request.seed == 0 ? kPracticeSeed : request.seed;
    setup.core.limits = request.limits;
    setup.core.balance = request.balance;
    setup.core.start = kPracticeStart;
    setup.speed = request.speed;
    setup.runFor = request.runFor;
    setup.makeSource = [parameters, instruments = setup.core.instruments, seed] {
        return std::make_unique<PracticeMarket>(parameters, instruments, seed, kPracticeStart);
    };
    return setup;
}

} // namespace wick::session
