#include "app/session/replay.h"

#include "app/session/setupjson.h"
#include "core/engine/lockstep.h"
#include "core/engine/strategyengine.h"
#include "core/io/stores/journaldatabase.h"
#include "core/journal/codec.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <exception>
#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

constexpr std::size_t kMostDifferences = 10;

std::span<const std::uint8_t> bytesOf(const QByteArray& bytes)
{
    return {reinterpret_cast<const std::uint8_t*>(bytes.constData()),
            static_cast<std::size_t>(bytes.size())};
}

/// Core and engines built from a journal's setup, driven by its inputs.
class Player
{
public:
    Player(CoreSetup setup, const ReplayRequest& request)
        : m_request(request)
        , m_core(std::move(setup), request.listener)
        , m_lockstep(m_core.setup().engines.size())
    {
        const CoreSetup& kept = m_core.setup();
        for (std::size_t i = 0; i < kept.engines.size(); ++i) {
            const EngineSetup& engine = kept.engines[i];
            StrategyEngine::Setup seat{EngineId{static_cast<std::uint16_t>(i)}, engine.timeframe,
                                       engine.base};
            seat.keepsBars = true;
            m_engines.push_back(std::make_unique<StrategyEngine>(
                seat, kept.instruments[engine.instrument.count()], *engine.strategy));
        }
    }

    void history(InstrumentId instrument, std::span<const ClosedBar> bars)
    {
        m_core.onHistory(instrument, bars);
        if (m_request.onHistory) {
            m_request.onHistory(m_core, instrument, bars);
        }
        for (std::size_t i = 0; i < m_engines.size(); ++i) {
            const EngineSetup& engine = m_core.setup().engines[i];
            if (engine.instrument != instrument) {
                continue;
            }
            for (const auto& bar : bars) {
                m_engines[i]->warmUp(bar);
            }
        }
    }

    /// Steps wait for their answers until the next input: an engine the session gave up in this
    /// step is named by the command that follows it.
    void market(StoredStep step)
    {
        answer();
        m_step = std::move(step);
        const MarketStep seen = m_step.view();
        m_steps = m_core.onMarket(seen);
        if (m_request.onMarket) {
            m_request.onMarket(m_core, seen);
        }
        static_cast<void>(m_lockstep.begin(m_core.sequence()));
        m_unanswered = true;
    }

    /// False when a strategy of this version cannot be made of what the command asks for.
    bool command(Command command)
    {
        if (command.kind == CommandKind::Quarantine && command.engine && m_unanswered) {
            m_lockstep.giveUp(*command.engine);
        } else {
            answer();
        }
        if (command.kind == CommandKind::Tune) {
            return tune(std::move(command));
        }
        m_core.onCommand(command);
        if (!m_unanswered) {
            look();
        }
        return true;
    }

    void answer()
    {
        if (!std::exchange(m_unanswered, false)) {
            return;
        }
        for (const auto& step : m_steps) {
            if (!m_lockstep.waitsFor(step.engine)) {
                continue;
            }
            Answer answer;
            answer.seq = step.seq;
            answer.engine = step.engine;
            try {
                answer.decision = m_engines[step.engine.count()]->step(step);
            } catch (const std::exception&) {
                answer.failed = true;
            }
            m_lockstep.take(std::move(answer));
        }
        m_core.onAnswers(m_lockstep.answers());
        look();
    }

    [[nodiscard]] const TradingCore& core() const noexcept { return m_core; }

private:
    bool tune(Command command)
    {
        const std::size_t index = command.engine ? command.engine->count() : m_engines.size();
        if (index >= m_engines.size()) {
            return false;
        }
        const EngineSetup& engine = m_core.setup().engines[index];
        const std::shared_ptr<const Strategy> before = engine.strategy;
        auto strategy = strategyOf(engine.name, command.parameters);
        if (!strategy) {
            return false;
        }
        command.strategy = std::move(*strategy);
        m_core.onCommand(command);
        if (engine.strategy == command.strategy) {
            m_engines[index] = m_engines[index]->tuned(*command.strategy);
        }
        if (!m_unanswered) {
            look();
        }
        return true;
    }

    void look() const
    {
        if (m_request.afterInput) {
            m_request.afterInput(m_core);
        }
    }

    const ReplayRequest& m_request;
    TradingCore m_core;
    Lockstep m_lockstep;
    std::vector<std::unique_ptr<StrategyEngine>> m_engines;
    StoredStep m_step;
    std::span<const Step> m_steps;
    bool m_unanswered = false;
};

/// Reads the rows of one session in order and feeds them to the player.
class Replayer
{
public:
    Replayer(io::SqliteStore& store, const ReplayRequest& request)
        : m_store(store)
        , m_request(request)
    {}

    Result<ReplayReport, std::string> run()
    {
        if (const auto failed = begin()) {
            return Failure{*failed};
        }
        // Both tables share one order; a union hands the rows out as they were written.
        auto rows =
            m_store.run(QStringLiteral("SELECT 0, ordinal, seq, time, kind, instrument, payload, "
                                       "chain FROM inputs WHERE session = ? "
                                       "UNION ALL SELECT 1, ordinal, 0, time, kind, engine, body, "
                                       "chain FROM records WHERE session = ? "
                                       "ORDER BY ordinal"),
                        m_report.session, m_report.session);
        if (!rows) {
            return Failure{rows.error().sentence.toStdString()};
        }
        while (rows->next()) {
            if (m_request.cancel != nullptr && m_request.cancel->load(std::memory_order_relaxed)) {
                m_report.cancelled = true;
                break;
            }
            if (const auto failed = take(*rows)) {
                return Failure{*failed};
            }
        }
        finish();
        return std::move(m_report);
    }

private:
    std::optional<std::string> begin()
    {
        const QString which = m_request.session
                                  ? QStringLiteral("WHERE id = %1").arg(qint64{*m_request.session})
                                  : QStringLiteral("ORDER BY id DESC LIMIT 1");
        auto session = m_store.run(
            QStringLiteral("SELECT id, setup, ended_ms, started_ms FROM sessions ") + which);
        if (!session) {
            return session.error().sentence.toStdString();
        }
        if (!session->next()) {
            return m_request.journal.toStdString() + " holds no such session";
        }
        m_report.session = session->integer(0);
        const QByteArray json = session->text(1).toUtf8();
        m_report.ended = !session->isNull(2);
        m_chain = io::chained({}, 0,
                              {io::JournalRow::Table::Input, 0, session->integer(3), "session",
                               m_report.session, json});
        session->finish();
        auto setup = setupFromJson(json);
        if (!setup) {
            return m_request.journal.toStdString() + ": " + setup.error();
        }
        m_player = std::make_unique<Player>(std::move(*setup), m_request);
        return std::nullopt;
    }

    std::optional<std::string> take(const io::Statement& row)
    {
        io::JournalRow stored;
        stored.table =
            row.integer(0) == 0 ? io::JournalRow::Table::Input : io::JournalRow::Table::Record;
        const std::int64_t ordinal = row.integer(1);
        stored.seq = row.integer(2);
        stored.time = row.integer(3);
        stored.kind = row.text(4).toLatin1();
        stored.owner = row.isNull(5) ? -1 : row.integer(5);
        stored.body = row.blob(6);
        m_chain = io::chained(m_chain, ordinal, stored);
        if (m_chain != row.blob(7)) {
            differ(stored.seq, "hash chain at row " + std::to_string(ordinal), "broken", "");
            m_chain = row.blob(7); // go on: one broken link is reported once
        }
        if (stored.table == io::JournalRow::Table::Record) {
            if (stored.kind == "checkpoint") {
                compare(stored.body);
            }
            return std::nullopt;
        }
        ++m_report.inputs;
        const auto failed = play(stored);
        return failed
                   ? std::optional{m_request.journal.toStdString() + ": input "
                                   + std::to_string(ordinal) + " " + std::string{describe(*failed)}}
                   : std::nullopt;
    }

    std::optional<CodecError> play(const io::JournalRow& row)
    {
        if (row.kind == "history") {
            auto bars = decodeBars(bytesOf(row.body));
            const auto instruments =
                static_cast<std::int64_t>(m_player->core().setup().instruments.size());
            if (!bars || row.owner < 0 || row.owner >= instruments) {
                return bars ? CodecError::Invalid : bars.error();
            }
            m_player->history(InstrumentId{static_cast<std::uint16_t>(row.owner)}, *bars);
            return std::nullopt;
        }
        if (row.kind == "command") {
            auto command = decodeCommand(bytesOf(row.body));
            if (!command) {
                return command.error();
            }
            return m_player->command(std::move(*command)) ? std::nullopt
                                                          : std::optional{CodecError::Invalid};
        }
        auto step = decodeStep(bytesOf(row.body));
        if (!step) {
            return step.error();
        }
        for (const auto& slice : step->slices) {
            if (slice.slice.instrument.count() >= m_player->core().setup().instruments.size()) {
                return CodecError::Invalid;
            }
        }
        m_player->market(std::move(*step));
        return std::nullopt;
    }

    void compare(const QByteArray& body)
    {
        m_player->answer();
        ++m_report.checkpoints;
        const QJsonObject checkpoint = QJsonDocument::fromJson(body).object();
        const std::int64_t seq = checkpoint.value(QStringLiteral("seq")).toInteger();
        const TradingCore& core = m_player->core();
        const std::string session =
            checkpoint.value(QStringLiteral("session")).toString().toStdString();
        if (session != core.sessionDigest().text()) {
            differ(seq, "session digest", session, core.sessionDigest().text());
        }
        const QJsonArray decisions = checkpoint.value(QStringLiteral("decisions")).toArray();
        for (const auto& book : core.account().books()) {
            const std::string journal = decisions.at(book.engine.count()).toString().toStdString();
            const std::string here = core.decisionDigest(book.engine).text();
            if (journal != here) {
                differ(seq, "decision digest of engine " + std::to_string(book.engine.count()),
                       journal, here);
            }
        }
    }

    void differ(std::int64_t seq, std::string what, std::string journal, std::string replay)
    {
        if (m_report.differences.size() < kMostDifferences) {
            m_report.differences.push_back(
                {seq, std::move(what), std::move(journal), std::move(replay)});
        }
    }

    void finish()
    {
        m_player->answer();
        const TradingCore& core = m_player->core();
        m_report.sessionDigest = core.sessionDigest().text();
        for (const auto& book : core.account().books()) {
            m_report.decisionDigests.push_back(core.decisionDigest(book.engine).text());
        }
        m_report.trades = core.ledger().closed().size();
        m_report.equity = core.account().equity();
        if (m_request.atEnd) {
            m_request.atEnd(core);
        }
    }

    io::SqliteStore& m_store;
    const ReplayRequest& m_request;
    ReplayReport m_report;
    QByteArray m_chain;
    std::unique_ptr<Player> m_player;
};

} // namespace

Result<ReplayReport, std::string> replay(const ReplayRequest& request)
{
    auto store = io::SqliteStore::openToRead(request.journal, io::journalSpec());
    if (!store) {
        return Failure{store.error().sentence.toStdString()};
    }
    return Replayer{**store, request}.run();
}

} // namespace wick::session
