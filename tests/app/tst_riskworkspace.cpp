#include "app/desktop/adapters/inspectionadapter.h"
#include "app/desktop/views/boardview.h"
#include "app/desktop/views/dryrunview.h"
#include "app/desktop/views/inspectorpanel.h"
#include "app/desktop/views/labels.h"
#include "app/desktop/views/numberfield.h"
#include "app/desktop/views/riskeditor.h"
#include "charts/heatmapview.h"
#include "core/risk/riskgate.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

using namespace wick::desktop;
using namespace Qt::StringLiterals;

namespace {

LimitRow leverage()
{
    LimitRow row;
    row.key = u"max_leverage"_s;
    row.group = u"Exposure"_s;
    row.title = u"Gross leverage"_s;
    row.unit = u"×"_s;
    row.value = u"5"_s;
    row.low = 0.1;
    row.high = 50.0;
    row.decimals = 6;
    return row;
}

QStringList wordsIn(const QWidget& widget)
{
    QStringList words;
    for (const QLabel* label : widget.findChildren<QLabel*>()) {
        words.append(label->text());
    }
    return words;
}

/// A refused signal as the gate judged it, with its ghost.
wick::session::Snapshot refusal()
{
    using namespace wick::core;
    wick::session::Snapshot snapshot;
    snapshot.instruments =
        std::make_shared<const std::vector<Instrument>>(std::vector<Instrument>{wick::test::eth()});
    static const Instrument kEth = wick::test::eth();
    static const RiskLimits kLimits = [] {
        RiskLimits limits;
        limits.maxOpenPositions = 0;
        return limits;
    }();
    ManualClock clock;
    RiskGate gate{clock, standardRules(), seconds(1)};
    OrderIntent intent;
    intent.instrument = &kEth;
    intent.side = Side::Sell;
    intent.price = wick::test::usd(2'000);
    intent.stop = wick::test::usd(2'010);
    intent.quantity = Quantity{1'000};
    AccountView account;
    account.equity = usdc(10'000);
    account.limits = &kLimits;
    account.riskPerTrade = 10'000;
    account.mark = intent.price;
    wick::session::SignalStatus signal;
    signal.id = 7;
    signal.side = Side::Sell;
    signal.verdict = gate.review(intent, account).verdict;
    signal.refusal = signal.verdict.firstFailure()->rule->refusal;
    signal.components = {{"move", 3.0, 1.8, 0.83}, {"fill", 0.7, 0.5, 0.3}};
    snapshot.signalLog =
        std::make_shared<const std::vector<wick::session::SignalStatus>>(std::vector{signal});
    Ghost ghost;
    ghost.time = signal.time;
    ghost.state = GhostState::Closed;
    ghost.net = Money{-22'450'000};
    snapshot.ghosts = {ghost};
    return snapshot;
}

} // namespace

/// What explains limits and lets them be tried.
class RiskWorkspaceTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSliderTypesALimit();
    void typingMovesTheSlider();
    void aChangeIsToldOnce();
    void contradictionsAreShownBesideTheLimits();
    void liveEveryChangeNeedsANote();
    void dryRunShowsBothSides();
    void heatmapSpeaksItsCells();
    void heatmapPaintsEveryCell();
    void boardSaysWhatIsNoNumber();
    void inspectorListsEveryRule();
    void inspectorIsWalkedByKeyboard();
    void aGhostIsSaidToBeHypothetical();
};

void RiskWorkspaceTest::theSliderTypesALimit()
{
    RiskEditor editor;
    editor.setLimits({leverage()});
    auto* slider = editor.dryRun().findChild<QSlider*>();
    QSignalSpy dragged{&editor.dryRun(), &DryRunView::dragged};
    connect(&editor.dryRun(), &DryRunView::dragged, &editor,
            [&](const LimitChange& change) { editor.propose({change}); });
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Home);
    QCOMPARE(dragged.count(), 1);
    QCOMPARE(editor.changes(), (std::vector<LimitChange>{{u"max_leverage"_s, u"0.1"_s}}));
    QTest::keyClick(slider, Qt::Key_End);
    QCOMPARE(editor.changes(), (std::vector<LimitChange>{{u"max_leverage"_s, u"50"_s}}));
}

void RiskWorkspaceTest::typingMovesTheSlider()
{
    RiskEditor editor;
    editor.setLimits({leverage()});
    auto* slider = editor.dryRun().findChild<QSlider*>();
    const int before = slider->value();
    editor.propose({{u"max_leverage"_s, u"1"_s}});
    QVERIFY(slider->value() < before);
    editor.undo();
    QCOMPARE(slider->value(), before);
}

void RiskWorkspaceTest::aChangeIsToldOnce()
{
    RiskEditor editor;
    editor.setLimits({leverage()});
    QSignalSpy edited{&editor, &RiskEditor::edited};
    editor.propose({{u"max_leverage"_s, u"4"_s}});
    QCOMPARE(edited.count(), 1);
    editor.setLimits({leverage()}); // a snapshot comes: nothing that is typed changes
    QCOMPARE(edited.count(), 1);
}

void RiskWorkspaceTest::contradictionsAreShownBesideTheLimits()
{
    RiskEditor editor;
    const auto* words = editor.findChild<QLabel*>(u"contradictions"_s);
    QVERIFY(words->isHidden());
    editor.setWarnings({u"one"_s, u"two"_s});
    QVERIFY(!words->isHidden());
    QCOMPARE(words->text(), u"one\ntwo"_s);
    editor.setWarnings({});
    QVERIFY(words->isHidden());
}

void RiskWorkspaceTest::liveEveryChangeNeedsANote()
{
    RiskEditor editor;
    editor.setLimits({leverage()});
    editor.propose({{u"max_leverage"_s, u"4"_s}});
    QVERIFY(editor.applyButton().isEnabled()); // lowered
    editor.setNoteAlways(true);
    QVERIFY(!editor.applyButton().isEnabled());
    QVERIFY(editor.applyButton().toolTip().contains(u"note"_s));
}

void RiskWorkspaceTest::dryRunShowsBothSides()
{
    DryRunView view;
    DryRunSummary summary;
    summary.lines = {{u"Trades"_s, u"212"_s, u"198"_s}};
    summary.changes = u"Signals: 14 blocked."_s;
    summary.trades = {u"24 Apr 11:10  ETH ▲ Long  blocked"_s};
    view.setDryRun(summary);
    const QStringList words = wordsIn(view);
    QVERIFY(words.contains(u"212"_s) && words.contains(u"198"_s));
    QVERIFY(words.contains(u"Signals: 14 blocked."_s));
}

void RiskWorkspaceTest::heatmapSpeaksItsCells()
{
    wick::charts::HeatmapView view;
    view.setScene({{u"XAU"_s, u"ETH"_s},
                   {{}, {-0.39, -0.42, 2'016, true, false}, {-0.39, -0.42, 2'016, true, false}, {}},
                   {0, 1}});
    QCOMPARE(view.wordsOf(0, 1), u"XAU and ETH: −0.39, up to −0.42, 2,016 common bars"_s);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_Left);
    QCOMPARE(view.accessibleDescription(), view.wordsOf(1, 0));
    view.setScene({{u"XAU"_s, u"ETH"_s}, {{}, {}, {}, {}}, {0, 0}});
    QVERIFY(view.wordsOf(0, 1).contains(u"not known yet"_s));
    QVERIFY(view.wordsOf(5, 5).isEmpty());
}

void RiskWorkspaceTest::heatmapPaintsEveryCell()
{
    wick::charts::HeatmapView view;
    wick::charts::HeatScene scene;
    scene.markets = {u"XAU"_s, u"ETH"_s, u"BTC"_s};
    scene.cells.assign(9, {0.9, 0.95, 600, true, true});
    scene.groups = {0, 0, 0};
    view.setScene(scene);
    view.resize(view.sizeHint());
    const QImage picture = view.grab().toImage();
    // The last row's middle cell is tinted, the same market's own is not.
    const int row = picture.height() - 8;
    QVERIFY(picture.pixelColor(picture.width() * 6 / 10, row) != picture.pixelColor(2, 2));
    QCOMPARE(picture.pixelColor(picture.width() - 8, row), picture.pixelColor(2, 2));
}

void RiskWorkspaceTest::boardSaysWhatIsNoNumber()
{
    BoardView board{u"Help"_s, {{u"a"_s, u"A"_s, {}, u"5"_s, {}}}, {u"One"_s, u"Two"_s}};
    QCOMPARE(board.value(u"a"_s), std::optional{5.0});
    QSignalSpy edited{&board, &BoardView::edited};
    board.setValue(u"a"_s, u"x"_s);
    QCOMPARE(edited.count(), 1);
    QCOMPARE(board.value(u"a"_s), std::nullopt);
    QCOMPARE(board.preset(), 0);
    QCOMPARE(board.findChild<NumberField*>()->accessibleName(), u"A"_s);
}

void RiskWorkspaceTest::inspectorListsEveryRule()
{
    const wick::session::Snapshot snapshot = refusal();
    const auto& signal = snapshot.signalLog->front();
    const Inspection inspection = inspectionOf(snapshot, signal);
    QCOMPARE(inspection.rules.size(), signal.verdict.lines.size());
    QVERIFY(std::any_of(inspection.rules.begin(), inspection.rules.end(),
                        [](const InspectedRule& rule) { return !rule.passed; }));
    QVERIFY(inspection.headline.startsWith(u"Signal to sell, refused"_s));
    QVERIFY(inspection.filters.front().passed());
    QCOMPARE(inspection.filters.front().need, u"1.80 or more"_s);
    QCOMPARE(inspection.filters.back().need, u"0.50 or less"_s);
    InspectorPanel panel;
    panel.setInspection(inspection);
    const QStringList words = wordsIn(panel);
    for (const InspectedRule& rule : inspection.rules) {
        QVERIFY2(words.contains(rule.name), qPrintable(rule.name));
    }
}

void RiskWorkspaceTest::inspectorIsWalkedByKeyboard()
{
    InspectorPanel panel;
    QSignalSpy steps{&panel, &InspectorPanel::stepRequested};
    QSignalSpy refusals{&panel, &InspectorPanel::nextRefusalRequested};
    for (QToolButton* button : panel.findChildren<QToolButton*>()) {
        QVERIFY(!button->accessibleName().isEmpty() || !button->toolTip().isEmpty());
        QTest::keyClick(button, Qt::Key_Space);
    }
    QTest::keyClick(panel.findChild<QPushButton*>(), Qt::Key_Space);
    QCOMPARE(steps.count(), 2);
    QCOMPARE(refusals.count(), 1);
}

void RiskWorkspaceTest::aGhostIsSaidToBeHypothetical()
{
    const wick::session::Snapshot snapshot = refusal();
    const Inspection inspection = inspectionOf(snapshot, snapshot.signalLog->front());
    QVERIFY(inspection.ifTaken.contains(u"−22.45 USDC"_s));
    QVERIFY(inspection.ifTaken.contains(u"Hypothetical"_s));
}

WICK_TEST(RiskWorkspaceTest)
#include "tst_riskworkspace.moc"
