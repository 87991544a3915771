#include "app/session/controldesk.h"

#include "app/session/eventlog.h"
#include "core/base/decimal.h"
#include "core/base/nearestname.h"
#include "core/base/unreachable.h"
#include "core/io/jsonwriter.h"
#include "core/io/timetext.h"
#include "core/market/timeframe.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace wick::session {

using namespace wick::core;

namespace {

constexpr std::string_view kOperator = "control socket";

/// A finished document without its line end: the server adds its own.
[[nodiscard]] std::string lineOf(io::JsonWriter& json)
{
    std::string line = json.take();
    line.pop_back();
    return line;
}

[[nodiscard]] auto ordersOf(const Snapshot& snapshot, EngineId engine)
{
    return std::count_if(snapshot.orders.begin(), snapshot.orders.end(),
                         [engine](const OrderRecord& order) { return order.engine == engine; });
}

[[nodiscard]] bool isFlat(const Snapshot& snapshot, const EngineStatus& engine)
{
    return engine.lots == 0 && !engine.flattening && ordersOf(snapshot, engine.id) == 0;
}

void addEngine(io::JsonWriter& json, const Snapshot& snapshot, const EngineStatus& engine)
{
    const Instrument& instrument = (*snapshot.instruments)[engine.instrument.count()];
    json.beginObject();
    json.whole("engine", engine.id.count());
    json.text("strategy", engine.strategy);
    json.text("market", engine.symbol);
    json.text("timeframe", timeframeText(engine.timeframe));
    json.text("control", tokenOf(engine.control));
    json.flag("answering", engine.answering);
    json.whole("heartbeat_ms", engine.heartbeatMs);
    json.literal("position", shortestText(engine.lots, instrument.quantityDecimals()));
    json.whole("working_orders", ordersOf(snapshot, engine.id));
    json.flag("flattening", engine.flattening);
    json.flag("flat", isFlat(snapshot, engine));
    json.money("day_result", engine.dayResult);
    json.text("halt", engine.halt ? engine.halt->token : std::string_view{});
    json.endObject();
}

void addHalts(io::JsonWriter& json, const Snapshot& snapshot)
{
    json.beginArray("halts");
    for (const Halt& halt : snapshot.halts) {
        json.beginObject();
        json.text("kind", nameOf(halt.kind));
        json.text("reason", halt.reason.token);
        json.text("since", io::isoText(halt.since));
        if (halt.engine) {
            json.whole("engine", halt.engine->count());
        } else {
            json.null("engine");
        }
        json.endObject();
    }
    json.endArray();
}

/// What an operator keeps from trading beside halts.
void addConditions(io::JsonWriter& json, const Snapshot& snapshot)
{
    json.beginArray("taken_over");
    for (const InstrumentId market : snapshot.takenOver) {
        json.text({}, (*snapshot.instruments)[market.count()].symbol());
    }
    json.endArray();
    json.beginArray("events");
    for (const EventWindow& event : snapshot.events) {
        json.beginObject();
        if (event.market) {
            json.text("market", (*snapshot.instruments)[event.market->count()].symbol());
        } else {
            json.null("market");
        }
        json.text("from", io::isoText(event.from));
        json.text("until", io::isoText(event.until));
        json.endObject();
    }
    json.endArray();
}

void addFlatten(io::JsonWriter& json, const Snapshot& snapshot)
{
    const auto flat = [&](const EngineStatus& engine) {
        return isFlat(snapshot, engine);
    };
    json.flag("flat", std::all_of(snapshot.engines.begin(), snapshot.engines.end(), flat));
    json.beginObject("flatten");
    json.flag("running", snapshot.flatten.running);
    json.whole("positions_left", snapshot.flatten.positionsLeft);
    if (snapshot.flatten.verifiedAt) {
        json.text("verified_at", io::isoText(*snapshot.flatten.verifiedAt));
    } else {
        json.null("verified_at");
    }
    const ClosingTimes& times = snapshot.flatten.times;
    json.whole("took_ms", toMilliseconds(times.flat));
    json.whole("last_cancel_ms", toMilliseconds(times.lastCancel));
    json.whole("wall_took_ms", toMilliseconds(times.wallFlat));
    json.whole("wall_last_cancel_ms", toMilliseconds(times.wallLastCancel));
    json.endObject();
}

[[nodiscard]] std::string notTaken()
{
    return io::controlRefusal("the session is ending and takes no commands");
}

/// What a command that was taken is answered with.
[[nodiscard]] std::string
taken(std::string_view request, std::uint64_t number, const std::vector<EngineId>& engines)
{
    io::JsonWriter json{io::JsonLayout::OneLine};
    json.beginObject();
    json.flag("ok", true);
    json.text("request", request);
    json.whole("command", number);
    json.beginArray("engines");
    for (const EngineId engine : engines) {
        json.whole({}, engine.count());
    }
    json.endArray();
    json.endObject();
    return lineOf(json);
}

/// What an operator says over the socket beside flatten, kill and release.
enum class Aim : std::uint8_t
{
    Engines,    ///< of a market, one, or all
    Market,     ///< one
    Markets,    ///< one or all
    Event,      ///< the same, for a time
    Everything, ///< nothing to choose
};
struct Sayable
{
    CommandKind kind{};
    Aim aim{};
};
constexpr std::array kSayable{
    Sayable{CommandKind::Pause, Aim::Engines},
    Sayable{CommandKind::Resume, Aim::Engines},
    Sayable{CommandKind::Stop, Aim::Engines},
    Sayable{CommandKind::TakeOver, Aim::Market},
    Sayable{CommandKind::HandBack, Aim::Market},
    Sayable{CommandKind::AddEvent, Aim::Event},
    Sayable{CommandKind::ClearEvents, Aim::Markets},
    Sayable{CommandKind::LockEntries, Aim::Everything},
    Sayable{CommandKind::UnlockEntries, Aim::Everything},
};

/// Why a command cannot be said like this; empty when it can.
[[nodiscard]] std::string mistake(const io::ControlRequest& request, Aim aim)
{
    const std::string command = "'" + request.command + "' ";
    if (aim == Aim::Market && !request.market) {
        return command + "needs a market";
    }
    if (aim == Aim::Event && !request.minutes) {
        return command + "needs minutes";
    }
    if (aim != Aim::Event && request.minutes) {
        return command + "takes no minutes";
    }
    if (aim != Aim::Engines && request.engine) {
        return command + "takes no engine";
    }
    return aim == Aim::Everything && request.market ? command + "takes no market" : std::string{};
}

/// The engines a flatten means, or the sentence that says there are none.
[[nodiscard]] Result<std::vector<EngineId>, std::string>
enginesOf(const Snapshot& snapshot, const io::ControlRequest& request)
{
    std::vector<EngineId> engines;
    std::vector<std::string> markets;
    for (const EngineStatus& engine : snapshot.engines) {
        const bool wanted = request.engine   ? engine.id.count() == *request.engine
                            : request.market ? namesMarket(*request.market, engine.symbol)
                                             : true;
        markets.emplace_back(baseOf(engine.symbol));
        if (wanted) {
            engines.push_back(engine.id);
        }
    }
    if (!engines.empty()) {
        return engines;
    }
    if (request.engine) {
        return Failure{"there is no engine " + std::to_string(*request.engine)};
    }
    const std::string market = request.market.value_or("").substr(0, 40);
    const std::string nearest = nearestName(market, markets);
    return Failure{"no engine is on the market '" + market + "'"
                   + (nearest.empty() ? std::string{} : "; did you mean '" + nearest + "'?")};
}

} // namespace

ControlDesk::ControlDesk(ControlSeat seat)
    : m_seat(std::move(seat))
    , m_server([this](const io::ControlRequest& request) { return answer(request); })
{}

std::string ControlDesk::answer(const io::ControlRequest& request) const
{
    switch (request.verb) {
    case io::ControlVerb::Status:
        return status();
    case io::ControlVerb::Flatten:
        return flatten(request);
    case io::ControlVerb::Kill:
        return kill();
    case io::ControlVerb::Release:
        return release(request);
    case io::ControlVerb::Operator:
        return operate(request);
    }
    unreachable();
}

std::string ControlDesk::status() const
{
    const auto now = m_seat.look();
    io::JsonWriter json{io::JsonLayout::OneLine};
    json.beginObject();
    json.flag("ok", true);
    json.text("request", "status");
    json.text("mode", badge(now->mode, now->profile));
    json.text("speed", speedText(now->speed));
    json.flag("market_paused", now->marketPaused);
    json.text("time", io::isoText(now->now));
    json.text("started", io::isoText(now->startedAt));
    json.money("equity", now->equity);
    json.money("balance", now->balance);
    json.money("day_result", now->dayResult);
    json.money("open_risk", now->openRisk);
    json.flag("entries_locked", now->entriesLocked);
    addHalts(json, *now);
    addConditions(json, *now);
    json.beginArray("engines");
    for (const EngineStatus& engine : now->engines) {
        addEngine(json, *now, engine);
    }
    json.endArray();
    json.whole("positions_open", now->positions.size());
    json.whole("working_orders", now->orders.size());
    addFlatten(json, *now);
    json.whole("trades", now->trades->size());
    json.whole("signals", now->signals);
    json.whole("refused", now->refusals);
    json.whole("steps", now->sequence.count());
    json.beginObject("commands");
    json.whole("taken", now->commandsTaken);
    json.whole("applied", now->commandsApplied);
    json.endObject();
    json.beginObject("journal");
    json.flag("healthy", now->journal.healthy);
    json.text("problem", now->journal.problem);
    json.whole("durable", now->journal.durable.count());
    json.endObject();
    json.text("digest", now->sessionDigest);
    json.endObject();
    return lineOf(json);
}

std::string ControlDesk::flatten(const io::ControlRequest& request) const
{
    const auto engines = enginesOf(*m_seat.look(), request);
    if (!engines) {
        return io::controlRefusal(engines.error());
    }
    Command command{.kind = CommandKind::Flatten, .note = std::string{kOperator}};
    if (!request.market && !request.engine) {
        const std::uint64_t number = m_seat.submit(command);
        return number == 0 ? notTaken() : taken("flatten", number, *engines);
    }
    std::uint64_t number = 0;
    for (const EngineId engine : *engines) {
        command.engine = engine;
        number = m_seat.submit(command);
    }
    return number == 0 ? notTaken() : taken("flatten", number, *engines);
}

std::string ControlDesk::release(const io::ControlRequest& request) const
{
    std::vector<std::string> names;
    for (const Halt& halt : m_seat.look()->halts) {
        const bool whose = request.engine ? halt.engine == EngineId{*request.engine} : !halt.engine;
        if (nameOf(halt.kind) == request.halt && whose) {
            const std::uint64_t number = m_seat.submit({.kind = CommandKind::Release,
                                                        .engine = halt.engine,
                                                        .halt = halt.kind,
                                                        .note = request.why});
            return number == 0 ? notTaken() : taken("release", number, {});
        }
        names.emplace_back(nameOf(halt.kind));
    }
    const std::string near = nearestName(request.halt, names);
    return io::controlRefusal("there is no halt '" + request.halt + "' in force"
                              + (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

std::string ControlDesk::operate(const io::ControlRequest& request) const
{
    const auto said = std::find_if(kSayable.begin(), kSayable.end(), [&](const Sayable& each) {
        return tokenOf(each.kind) == request.command;
    });
    if (said == kSayable.end()) {
        std::vector<std::string> names;
        for (const Sayable& each : kSayable) {
            names.emplace_back(tokenOf(each.kind));
        }
        const std::string near = nearestName(request.command.substr(0, 40), names);
        return io::controlRefusal("there is no command '" + request.command.substr(0, 40) + "'"
                                  + (near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
    if (const std::string sentence = mistake(request, said->aim); !sentence.empty()) {
        return io::controlRefusal(sentence);
    }
    const auto now = m_seat.look();
    const auto engines = enginesOf(*now, request);
    if (!engines) {
        return io::controlRefusal(engines.error());
    }
    Command command{.kind = said->kind, .note = std::string{kOperator}};
    if (!request.why.empty()) {
        command.note += ": " + request.why;
    }
    if (said->aim != Aim::Engines && request.market) {
        command.market = now->engines[engines->front().count()].instrument;
    }
    if (request.minutes) {
        command.event = {command.market, now->now, now->now + minutes(*request.minutes)};
    }
    std::uint64_t number = 0;
    if (said->aim == Aim::Engines && (request.market || request.engine)) {
        for (const EngineId engine : *engines) {
            command.engine = engine;
            number = m_seat.submit(command);
        }
    } else {
        number = m_seat.submit(command);
    }
    return number == 0 ? notTaken() : taken("operator", number, *engines);
}

std::string ControlDesk::kill() const
{
    const auto engines = enginesOf(*m_seat.look(), {.verb = io::ControlVerb::Kill});
    const std::uint64_t number =
        m_seat.submit({.kind = CommandKind::Kill, .note = std::string{kOperator}});
    return number == 0 ? notTaken()
                       : taken("kill", number, engines ? *engines : std::vector<EngineId>{});
}

} // namespace wick::session
