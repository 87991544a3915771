#include "app/session/joberror.h"
#include "app/session/session.h"
#include "core/backtest/practicemarket.h"
#include "core/io/instrumentfile.h"
#include "strategies/catalog.h"

#include <algorithm>

namespace wick::session {

using namespace wick::core;

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// A strategy, and all its parameters as a summary.
struct Made
{
    std::shared_ptr<const Strategy> strategy;
    std::string parameters;
};

Result<Made, std::string> make(const std::string& name, const Parameters& settings)
{
    const StrategyCatalog catalog = strategies::catalog();
    auto strategy = catalog.create(name, settings);
    if (!strategy) {
        return Failure{describe(jobErrorOf(strategy.error()))};
    }
    ParameterSet parameters{catalog.find(name)->parameters};
    for (const auto& [parameter, text] : settings) {
        static_cast<void>(parameters.set(parameter, text)); // create() has taken them already
    }
    return Made{std::move(*strategy), parameters.summary()};
}

Result<EngineSetup, std::string> engineOf(const EngineRequest& request, InstrumentId instrument)
{
    auto made = make(request.strategy, request.parameters);
    if (!made) {
        return Failure{std::move(made).error()};
    }
    EngineSetup engine;
    engine.name = request.strategy;
    engine.instrument = instrument;
    engine.parameters = std::move(made->parameters);
    engine.timeframe = request.timeframe.value_or(made->strategy->describe().timeframe);
    engine.strategy = std::move(made->strategy);
    return engine;
}

/// The markets of a session with what the practice market needs of each, in order of first use.
class Markets
{
public:
    Result<InstrumentId, std::string> idOf(const std::string& name)
    {
        const auto* spec = io::findInstrument(m_specs, name);
        const auto market =
            spec == nullptr ? std::nullopt : practiceParametersOf(baseOf(spec->symbol));
        if (!market) {
            return Failure{"there is no practice market '" + name + "'"};
        }
        const auto known =
            std::find_if(m_instruments.begin(), m_instruments.end(),
                         [spec](const Instrument& each) { return each.symbol() == spec->symbol; });
        if (known != m_instruments.end()) {
            return known->id();
        }
        auto instrument =
            io::instrumentOf(*spec, InstrumentId{static_cast<std::uint16_t>(m_instruments.size())});
        if (!instrument) {
            return Failure{"the built-in instrument " + spec->symbol + " is not valid"};
        }
        m_parameters.push_back(*market);
        m_instruments.push_back(std::move(*instrument));
        return m_instruments.back().id();
    }
    [[nodiscard]] const std::vector<Instrument>& instruments() const { return m_instruments; }
    [[nodiscard]] const std::vector<PracticeMarketParameters>& parameters() const
    {
        return m_parameters;
    }

private:
    std::vector<io::InstrumentSpec> m_specs = io::builtInInstruments();
    std::vector<Instrument> m_instruments;
    std::vector<PracticeMarketParameters> m_parameters;
};

} // namespace

std::vector<EngineRequest> standardFleet()
{
    return {{.strategy = "momentum", .market = "ETH", .timeframe = {}, .parameters = {}},
            {.strategy = "momentum", .market = "BTC", .timeframe = {}, .parameters = {}},
            {.strategy = "fvg-retest", .market = "XAU", .timeframe = {}, .parameters = {}}};
}

Result<Command, std::string>
tuneCommand(EngineId engine, const std::string& strategy, const Parameters& parameters)
{
    auto made = make(strategy, parameters);
    if (!made) {
        return Failure{std::move(made).error()};
    }
    Command command;
    command.kind = CommandKind::Tune;
    command.engine = engine;
    command.parameters = std::move(made->parameters);
    command.strategy = std::move(made->strategy);
    return command;
}

Result<WorkerSetup, std::string> practiceSession(const PracticeRequest& request)
{
    WorkerSetup setup;
    Markets markets;
    for (const auto& wanted : request.engines.empty() ? standardFleet() : request.engines) {
        const auto id = markets.idOf(wanted.market);
        if (!id) {
            return Failure{id.error()};
        }
        auto engine = engineOf(wanted, *id);
        if (!engine) {
            return Failure{engine.error()};
        }
        setup.core.engines.push_back(std::move(*engine));
    }
    const std::uint64_t seed = request.seed == 0 ? kPracticeSeed : request.seed;
    setup.core.instruments = markets.instruments();
    setup.core.limits = request.limits;
    setup.core.balance = request.balance;
    setup.core.start = kPracticeStart;
    setup.speed = request.speed;
    setup.runFor = request.runFor;
    setup.holdAfter = request.holdAfter;
    setup.makeSource = [parameters = markets.parameters(), instruments = markets.instruments(),
                        seed] {
        return std::make_unique<PracticeMarket>(parameters, instruments, seed, kPracticeStart);
    };
    return setup;
}

} // namespace wick::session
