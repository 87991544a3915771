#include "app/desktop/adapters/reportsheet.h"
#include "app/desktop/adapters/traderegimes.h"
#include "app/desktop/models/filterproxy.h"
#include "app/desktop/models/tradefilter.h"
#include "app/desktop/models/tradesmodel.h"
#include "app/desktop/views/tradefilterbar.h"
#include "tests/support/backtestvalues.h"
#include "tests/support/testregistry.h"

#include <QComboBox>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace wick;
using namespace wick::desktop;
using namespace Qt::StringLiterals;

namespace {

TradeRow aTrade(qint64 id, RowSide side, qint64 micro, int hour, const QString& closedBy)
{
    TradeRow row;
    row.id = id;
    row.side = side;
    row.net = {micro, 6};
    row.resultR = static_cast<double>(micro) / 1e6;
    row.entryMs = 1'777'593'600'000 + hour * 3'600'000LL;
    row.closedBy = closedBy;
    row.regime = id % 2 == 0 ? u"trend"_s : u"range"_s;
    return row;
}

std::vector<TradeRow> someTrades()
{
    return {aTrade(1, RowSide::Long, 2'000'000, 0, u"Target"_s),
            aTrade(2, RowSide::Short, -1'000'000, 5, u"Stop"_s),
            aTrade(3, RowSide::Long, 0, 23, u"Time stop"_s),
            aTrade(4, RowSide::Short, 500'000, 29, u"Target"_s)};
}

std::vector<qint64> idsOf(const TradeFilter& filter)
{
    std::vector<qint64> ids;
    for (const TradeRow& row : someTrades()) {
        if (filter.accepts(row)) {
            ids.push_back(row.id);
        }
    }
    return ids;
}

charts::ChartScene sceneWithBars()
{
    std::vector<charts::Candle> bars;
    for (int i = 0; i < 200; ++i) {
        bars.push_back({i * 300'000, 100.0 + i, 102.0 + i, 99.0 + i, 101.0 + i, 5.0});
    }
    charts::ChartScene scene;
    scene.market = u"ETH-PERP"_s;
    scene.timeframe = u"5m"_s;
    scene.candles.assign(std::move(bars), 300'000, {});
    return scene;
}

QByteArray contentsOf(const QString& path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

} // namespace

/// Walking the trades of a backtest: which, in what market, on paper.
class TradeReviewTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachFilterHoldsAlone();
    void sumsAreOfWhatIsAccepted();
    void theProxyTestsRowsAndTokens();
    void theBarOffersWhatThereIsAndKeepsWhatWasChosen();
    void regimesUseOnlyBarsThatHadClosed();
    void aReportIsOnePage_data();
    void aReportIsOnePage();
    void aReportThatCannotBeWrittenSaysSo();
};

void TradeReviewTest::eachFilterHoldsAlone()
{
    using Ids = std::vector<qint64>;
    QCOMPARE(idsOf({}), (Ids{1, 2, 3, 4}));
    QCOMPARE(idsOf({RowSide::Short, {}, {}, {}, {}}), (Ids{2, 4}));
    QCOMPARE(idsOf({{}, TradeOutcome::Winners, {}, {}, {}}), (Ids{1, 4}));
    QCOMPARE(idsOf({{}, TradeOutcome::Losers, {}, {}, {}}), (Ids{2, 3})); // zero is no gain
    QCOMPARE(idsOf({{}, {}, u"Target"_s, {}, {}}), (Ids{1, 4}));
    QCOMPARE(idsOf({{}, {}, {}, 5, {}}), (Ids{2, 4})); // the hour of the next day too
    QCOMPARE(idsOf({{}, {}, {}, 0, {}}), (Ids{1}));
    QCOMPARE(idsOf({{}, {}, {}, {}, u"trend"_s}), (Ids{2, 4}));
    QCOMPARE(idsOf({RowSide::Short, TradeOutcome::Winners, u"Target"_s, 5, u"trend"_s}), (Ids{4}));
}

void TradeReviewTest::sumsAreOfWhatIsAccepted()
{
    QCOMPARE(sumWords(someTrades(), {}), u"4 of 4 trades · net +1.50 USDC · mean +0.38 R"_s);
    QCOMPARE(sumWords(someTrades(), {RowSide::Short, {}, {}, {}, {}}),
             u"2 of 4 trades · net \u22120.50 USDC · mean \u22120.25 R"_s);
    QCOMPARE(sumWords(someTrades(), {{}, {}, u"Nothing"_s, {}, {}}), QString{});
    std::vector<TradeRow> unmeasured{someTrades()[0]};
    unmeasured[0].resultR = std::nan("");
    QCOMPARE(sumWords(unmeasured, {}), u"1 of 1 trades · net +2.00 USDC"_s);
}

void TradeReviewTest::theProxyTestsRowsAndTokens()
{
    TradesModel model{TradeList::Backtest};
    FilterProxy proxy;
    proxy.setSourceModel(&model);
    model.setRows(someTrades());
    proxy.setRowTest([&](int row) { return model.row(row).side == RowSide::Long; });
    QCOMPARE(proxy.rowCount(), 2);
    proxy.setFilterText(u"target"_s);
    QCOMPARE(proxy.rowCount(), 1);
    QCOMPARE(proxy.hiddenRows(), 3);
    proxy.setRowTest({});
    QCOMPARE(proxy.rowCount(), 2);
}

void TradeReviewTest::theBarOffersWhatThereIsAndKeepsWhatWasChosen()
{
    TradeFilterBar bar;
    const QSignalSpy changed{&bar, &TradeFilterBar::changed};
    bar.offer(someTrades());
    QCOMPARE(changed.count(), 0);
    QVERIFY(bar.filter() == TradeFilter{});
    const auto boxes = bar.findChildren<QComboBox*>();
    for (QComboBox* box : boxes) {
        if (const int at = box->findText(u"Target"_s); at >= 0) {
            box->setCurrentIndex(at);
        }
    }
    QCOMPARE(changed.count(), 1);
    QCOMPARE(bar.filter().closedBy, u"Target"_s);
    bar.offer(someTrades());
    QCOMPARE(bar.filter().closedBy, u"Target"_s);
    bar.offer({someTrades()[1]}); // nothing was closed by a target here
    QVERIFY(bar.filter() == TradeFilter{});
    bar.clear();
    QVERIFY(bar.filter() == TradeFilter{});
}

void TradeReviewTest::regimesUseOnlyBarsThatHadClosed()
{
    auto generated = session::generateCandles("ETH", 5);
    QVERIFY(generated.has_value());
    const auto instrument =
        core::Instrument::create(test::exampleInstruments().front().fields()).value();
    std::vector<core::TradeRow> trades(40);
    for (std::size_t i = 0; i < trades.size(); ++i) {
        trades[i].entryTime = core::fromMilliseconds(generated->columns.time[150 * (i + 1)]);
    }
    const auto whole = regimesAt(trades, *generated, instrument);
    QCOMPARE(whole.size(), trades.size());
    QVERIFY(whole.front() == core::Regime::Unknown);
    QVERIFY(whole.back() != core::Regime::Unknown);
    for (std::size_t i = 0; i < trades.size(); ++i) {
        session::LoadedCandles cut = *generated;
        for (auto* column : {&cut.columns.time, &cut.columns.open, &cut.columns.high,
                             &cut.columns.low, &cut.columns.close, &cut.columns.volume})
        {
            *column = column->first(150 * (i + 1)); // all that had closed at the entry
        }
        QVERIFY(regimesAt(trades, cut, instrument)[i] == whole[i]);
    }
    session::LoadedCandles hours = *generated;
    hours.columns.interval = core::hours(1);
    QVERIFY(regimesAt(trades, hours, instrument).back() == core::Regime::Unknown);
}

void TradeReviewTest::aReportIsOnePage_data()
{
    QTest::addColumn<bool>("trade");
    QTest::newRow("of a trade") << true;
    QTest::newRow("of a run") << false;
}

void TradeReviewTest::aReportIsOnePage()
{
    QFETCH(const bool, trade);
    ReportSheet sheet;
    if (trade) {
        charts::TradeView view;
        view.title = u"Trade 2 of 4"_s;
        view.entry = {100 * 300'000, 200.0};
        view.exit = {110 * 300'000, 210.0};
        view.stop = 195.0;
        TradeRow row = someTrades()[1];
        row.note = u"A long note. "_s.repeated(60);
        sheet = tradeSheet(row, sceneWithBars(), view);
    } else {
        ResultSummary summary;
        summary.title = u"Momentum on ETH 5m"_s;
        for (int i = 0; i < 24; ++i) {
            summary.result.push_back({u"Figure"_s, QString::number(i), {}, Tone::Primary});
        }
        charts::EquityScene equity;
        equity.points = {{0, 100.0}, {1'000'000, 110.0}, {2'000'000, 90.0}};
        sheet = runSheet(summary, equity, sceneWithBars());
    }
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"report.pdf"_s);
    QCOMPARE(writePdf(sheet, path), QString{});
    const QByteArray pdf = contentsOf(path);
    QVERIFY(pdf.startsWith("%PDF-"));
    QCOMPARE(pdf.count("/Type /Page\n"), 1);
    QCOMPARE(pdf.count("/Subtype /Image"), 0); // charts are shapes
}

void TradeReviewTest::aReportThatCannotBeWrittenSaysSo()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"missing/report.pdf"_s);
    QVERIFY(writePdf({}, path).contains(path));
}

WICK_TEST(TradeReviewTest)
#include "tst_tradereview.moc"
