#include "core/io/stores/journaldatabase.h"

#include "core/journal/codec.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace wick::io {

using namespace wick::core;

namespace {

constexpr std::uint32_t kApplicationId = 0x5749434A; // "WICJ"
constexpr std::size_t kMostRowsWaiting = 20'000;
constexpr std::size_t kRowsABatch = 1'024;
constexpr std::chrono::seconds kRetryEvery{1};
constexpr std::chrono::seconds kEndPatience{30};

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

qint64 numberOf(std::int64_t value)
{
    return value;
}

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument{object}.toJson(QJsonDocument::Compact);
}

QByteArray bytesOf(const Payload& payload)
{
    return {reinterpret_cast<const char*>(payload.data()), static_cast<qsizetype>(payload.size())};
}

QJsonArray linesOf(const Verdict& verdict)
{
    QJsonArray lines;
    for (const auto& line : verdict.lines) {
        lines.append(QJsonObject{{QStringLiteral("rule"), textOf(line.rule->name)},
                                 {QStringLiteral("limit"), numberOf(line.result.limit)},
                                 {QStringLiteral("actual"), numberOf(line.result.actual)},
                                 {QStringLiteral("passed"), line.result.passed},
                                 {QStringLiteral("known"), line.result.known}});
    }
    return lines;
}

} // namespace

StoreSpec journalSpec()
{
    return {.name = QStringLiteral("journal"),
            .migrations = QStringLiteral(":/sql/journal"),
            .applicationId = kApplicationId,
            .durability = Durability::Full};
}

StoreResult<void> checkJournal(const QString& path)
{
    auto store = SqliteStore::open(path, journalSpec());
    if (!store) {
        return Failure{std::move(store).error()};
    }
    return (*store)->inTransaction([]() -> StoreResult<void> { return {}; });
}

QByteArray chained(const QByteArray& before, std::int64_t ordinal, const JournalRow& row)
{
    QCryptographicHash hash{QCryptographicHash::Sha256};
    const auto number = [&hash](std::int64_t value) {
        const QByteArray text = QByteArray::number(qint64{value});
        hash.addData(text);
        hash.addData(QByteArrayView{"\n"});
    };
    hash.addData(before);
    number(static_cast<std::int64_t>(row.table));
    number(ordinal);
    number(row.seq);
    number(row.time);
    number(row.owner);
    number(row.kind.size());
    hash.addData(row.kind);
    number(row.body.size());
    hash.addData(row.body);
    return hash.result();
}

JournalWriter::JournalWriter(QString path,
                             QByteArray setup,
                             QString version,
                             std::int64_t startedMs)
    : m_path(std::move(path))
    , m_setup(std::move(setup))
    , m_version(std::move(version))
    , m_startedMs(startedMs)
{}

JournalWriter::~JournalWriter() = default;

std::string JournalWriter::problem() const
{
    const std::lock_guard lock{m_problemMutex};
    return m_problem;
}

void JournalWriter::setProblem(const std::string& text)
{
    const std::lock_guard lock{m_problemMutex};
    m_problem = text;
}

StoreResult<void> JournalWriter::open()
{
    if (m_store) {
        return {};
    }
    auto store = SqliteStore::open(m_path, journalSpec());
    if (!store) {
        return Failure{std::move(store).error()};
    }
    auto begun = (*store)->run(
        QStringLiteral(
            "INSERT INTO sessions (started_ms, version, setup) VALUES (?, ?, ?) RETURNING id"),
        m_startedMs, m_version, QString::fromUtf8(m_setup));
    if (!begun) {
        return Failure{std::move(begun).error()};
    }
    m_session = begun->next() ? begun->integer(0) : 0;
    begun->finish();
    m_store = std::move(*store);
    m_chain =
        chained({}, 0, {JournalRow::Table::Input, 0, m_startedMs, "session", m_session, m_setup});
    return {};
}

void JournalWriter::write(const std::vector<JournalRow>& rows)
{
    m_kept.insert(m_kept.end(), rows.begin(), rows.end());
    keepTrying();
}

void JournalWriter::keepTrying()
{
    auto done = open();
    if (done) {
        done = append();
    }
    if (done) {
        setProblem({});
        return;
    }
    setProblem(done.error().sentence.toStdString());
    if (!m_retrying) {
        m_retrying = true;
        QTimer::singleShot(kRetryEvery, this, [this] {
            m_retrying = false;
            keepTrying();
        });
    }
}

StoreResult<void> JournalWriter::append()
{
    if (m_kept.empty()) {
        return {};
    }
    ChainEnd end{m_ordinal, m_chain, m_durable.load()};
    auto written = m_store->inTransaction([this, &end] { return insertKept(end); });
    if (!written) {
        return written;
    }
    m_ordinal = end.ordinal;
    m_chain = end.chain;
    m_waiting.fetch_sub(m_kept.size());
    m_kept.clear();
    m_durable.store(end.seq);
    return {};
}

StoreResult<void> JournalWriter::insertKept(ChainEnd& end)
{
    auto input =
        m_store->prepare(QStringLiteral("INSERT INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    auto record =
        m_store->prepare(QStringLiteral("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)"));
    if (!input || !record) {
        return Failure{std::move(input ? record : input).error()};
    }
    for (const auto& row : m_kept) {
        ++end.ordinal;
        end.chain = chained(end.chain, end.ordinal, row);
        const QString kind = QString::fromLatin1(row.kind);
        const QVariant owner = row.owner >= 0 ? QVariant::fromValue(qint64{row.owner}) : QVariant{};
        const bool isInput = row.table == JournalRow::Table::Input;
        const auto done = isInput ? input->run(m_session, end.ordinal, row.seq, row.time, kind,
                                               owner, row.body, end.chain)
                                  : record->run(m_session, end.ordinal, row.time, kind, owner,
                                                QString::fromUtf8(row.body), end.chain);
        if (!done) {
            return Failure{done.error()};
        }
        end.seq = isInput ? std::max(end.seq, row.seq) : end.seq;
    }
    return {};
}

void JournalWriter::end(std::int64_t endedMs)
{
    if (!open() || !append()) {
        return; // what is missing is missing at the end: the chain before it stays good
    }
    static_cast<void>(m_store
                          ->run(QStringLiteral("UPDATE sessions SET ended_ms = ? WHERE id = ?"),
                                endedMs, m_session)
                          .has_value());
}

JournalDatabase::JournalDatabase(const QString& path,
                                 const QByteArray& setup,
                                 const QString& version,
                                 std::int64_t startedMs)
    : m_thread(QStringLiteral("journal"))
    , m_writer(m_thread.adopt(std::make_unique<JournalWriter>(path, setup, version, startedMs)))
{
    m_rows.reserve(kRowsABatch * 2);
}

JournalDatabase::~JournalDatabase()
{
    flush();
    JournalWriter* writer = m_writer;
    // Waits: a thread that is asked to quit drops what is still queued for it.
    postAndWait(writer, [writer] { writer->end(QDateTime::currentMSecsSinceEpoch()); });
    static_cast<void>(m_thread.stop(kEndPatience));
}

void JournalDatabase::flush()
{
    if (m_rows.empty()) {
        return;
    }
    m_writer->announce(m_rows.size());
    JournalWriter* writer = m_writer;
    post(writer, [writer, rows = std::move(m_rows)] { writer->write(rows); });
    m_rows = {};
    m_rows.reserve(kRowsABatch * 2);
}

bool JournalDatabase::congested() const
{
    return m_writer->waiting() > kMostRowsWaiting;
}

std::string JournalDatabase::problem() const
{
    return m_writer->problem();
}

Sequence JournalDatabase::durable() const
{
    return Sequence{static_cast<std::uint64_t>(m_writer->durable())};
}

void JournalDatabase::onHistoryInput(InstrumentId instrument, std::span<const ClosedBar> bars)
{
    const std::int64_t time = bars.empty() ? 0 : bars.back().start.count();
    m_rows.push_back(
        {JournalRow::Table::Input, 0, time, "history", instrument.count(), bytesOf(encode(bars))});
}

void JournalDatabase::onMarketInput(Sequence seq, const MarketStep& step)
{
    m_rows.push_back({JournalRow::Table::Input, static_cast<std::int64_t>(seq.count()),
                      step.time.count(), "market", -1, bytesOf(encode(step))});
    if (m_rows.size() >= kRowsABatch) {
        flush();
    }
}

void JournalDatabase::onCommandInput(Sequence seq, const Command& command, Timestamp time)
{
    m_rows.push_back({JournalRow::Table::Input, static_cast<std::int64_t>(seq.count()),
                      time.count(), "command", -1, bytesOf(encode(command))});
    flush();
}

void JournalDatabase::onCheckpoint(Sequence seq,
                                   Timestamp time,
                                   std::string_view sessionDigest,
                                   std::span<const std::string> decisionDigests)
{
    QJsonArray decisions;
    for (const auto& digest : decisionDigests) {
        decisions.append(QString::fromStdString(digest));
    }
    record(time, "checkpoint", std::nullopt,
           compact({{QStringLiteral("seq"), numberOf(static_cast<std::int64_t>(seq.count()))},
                    {QStringLiteral("session"), textOf(sessionDigest)},
                    {QStringLiteral("decisions"), decisions}}));
    flush();
}

void JournalDatabase::record(Timestamp time,
                             const char* kind,
                             std::optional<EngineId> engine,
                             const QByteArray& body)
{
    m_rows.push_back({JournalRow::Table::Record, 0, time.count(), kind,
                      engine ? std::int64_t{engine->count()} : -1, body});
}

void JournalDatabase::onSignal(const SignalRecord& signal)
{
    QJsonArray components;
    for (const auto& component : signal.signal.components) {
        components.append(QJsonObject{{QStringLiteral("name"), textOf(component.name)},
                                      {QStringLiteral("value"), component.value},
                                      {QStringLiteral("need"), component.need},
                                      {QStringLiteral("score"), component.score}});
    }
    record(
        signal.time, "signal", signal.engine,
        compact(
            {{QStringLiteral("side"),
              signal.signal.side == Side::Buy ? QStringLiteral("long") : QStringLiteral("short")},
             {QStringLiteral("strength"), signal.signal.strength},
             {QStringLiteral("reason"), textOf(signal.signal.reason.token)},
             {QStringLiteral("price"), numberOf(signal.reference.count())},
             {QStringLiteral("stop"), numberOf(signal.signal.stop.value_or(Price{}).count())},
             {QStringLiteral("target"), numberOf(signal.signal.target.value_or(Price{}).count())},
             {QStringLiteral("lots"), numberOf(signal.quantity.count())},
             {QStringLiteral("order"), numberOf(static_cast<std::int64_t>(signal.order.count()))},
             {QStringLiteral("refused"), textOf(signal.outcome.token)},
             {QStringLiteral("components"), components},
             {QStringLiteral("verdict"),
              signal.verdict != nullptr ? linesOf(*signal.verdict) : QJsonArray{}}}));
}

void JournalDatabase::onOrder(const OrderEvent& event)
{
    QJsonObject body{
        {QStringLiteral("event"), static_cast<int>(event.kind)},
        {QStringLiteral("order"), numberOf(static_cast<std::int64_t>(event.order.count()))},
        {QStringLiteral("role"), static_cast<int>(event.role)},
        {QStringLiteral("kind"), static_cast<int>(event.orderKind)},
        {QStringLiteral("side"), static_cast<int>(event.side)},
        {QStringLiteral("price"), numberOf(event.price.count())},
        {QStringLiteral("remaining"), numberOf(event.remaining.count())},
        {QStringLiteral("reason"), textOf(event.reason.token)}};
    if (event.fill) {
        body.insert(QStringLiteral("fill_price"), numberOf(event.fill->price.count()));
        body.insert(QStringLiteral("fill_lots"), numberOf(event.fill->quantity.count()));
        body.insert(QStringLiteral("fee"), numberOf(event.fill->fee.count()));
        body.insert(QStringLiteral("decision_price"), numberOf(event.fill->decisionPrice.count()));
        body.insert(QStringLiteral("arrival_price"), numberOf(event.fill->arrivalPrice.count()));
    }
    record(event.time, "order", event.engine, compact(body));
}

void JournalDatabase::onTrade(const TradeRow& trade)
{
    record(trade.exitTime, "trade", trade.engine,
           compact({{QStringLiteral("id"), numberOf(static_cast<std::int64_t>(trade.id))},
                    {QStringLiteral("side"), static_cast<int>(trade.side)},
                    {QStringLiteral("lots"), numberOf(trade.quantity.count())},
                    {QStringLiteral("entered"), numberOf(trade.entryTime.count())},
                    {QStringLiteral("price_pnl"), numberOf(trade.pricePnl.count())},
                    {QStringLiteral("fees"), numberOf(trade.fees.count())},
                    {QStringLiteral("funding"), numberOf(trade.funding.count())},
                    {QStringLiteral("slippage"), numberOf(trade.slippage.count())},
                    {QStringLiteral("balance"), numberOf(trade.balance.count())},
                    {QStringLiteral("entry_order"),
                     numberOf(static_cast<std::int64_t>(trade.entryOrder.count()))},
                    {QStringLiteral("exit_order"),
                     numberOf(static_cast<std::int64_t>(trade.exitOrder.count()))},
                    {QStringLiteral("verdict"),
                     numberOf(static_cast<std::int64_t>(trade.verdict.count()))},
                    {QStringLiteral("entry_reason"), textOf(trade.entryReason.token)},
                    {QStringLiteral("exit_reason"), textOf(trade.exitReason.token)}}));
}

void JournalDatabase::onHalt(const Halt& halt)
{
    record(halt.since, "halt", halt.engine,
           compact({{QStringLiteral("reason"), textOf(halt.reason.token)},
                    {QStringLiteral("limit"), numberOf(halt.limit.count())},
                    {QStringLiteral("loss"), numberOf(halt.loss.count())}}));
}

void JournalDatabase::onHaltReleased(HaltKind kind, std::optional<EngineId> engine, Timestamp time)
{
    record(time, "release", engine, compact({{QStringLiteral("halt"), static_cast<int>(kind)}}));
}

void JournalDatabase::onReleaseRefused(HaltKind kind,
                                       std::optional<EngineId> engine,
                                       ReleaseRefusal why,
                                       Timestamp time)
{
    record(time, "release_refused", engine,
           compact({{QStringLiteral("halt"), static_cast<int>(kind)},
                    {QStringLiteral("why"), textOf(describe(why))}}));
}

void JournalDatabase::onStopMoveRefused(EngineId engine, StopMoveRefusal why, Timestamp time)
{
    record(time, "stop_move_refused", engine,
           compact({{QStringLiteral("why"), textOf(describe(why))}}));
}

void JournalDatabase::onCommand(const Command& command, Timestamp time)
{
    record(time, "command", command.engine,
           compact({{QStringLiteral("command"), static_cast<int>(command.kind)},
                    {QStringLiteral("note"), QString::fromStdString(command.note)}}));
}

void JournalDatabase::onFlat(const ClosingReport& report)
{
    QJsonObject body{
        {QStringLiteral("since"), numberOf(report.since.count())},
        {QStringLiteral("reason"), textOf(report.reason.token)},
        {QStringLiteral("flat"), numberOf(report.flatAt.value_or(report.doneAt).count())},
        {QStringLiteral("closes"), numberOf(report.closes)},
        {QStringLiteral("cancels"), numberOf(report.cancels)},
        {QStringLiteral("collar"), numberOf(report.collar)}};
    if (report.lastCancelAt) {
        body.insert(QStringLiteral("last_cancel"), numberOf(report.lastCancelAt->count()));
    }
    record(report.doneAt, "flat", report.engine, compact(body));
}

} // namespace wick::io
