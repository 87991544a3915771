#include "app/desktop/charttoolbar.h"

#include "app/desktop/adapters/chartpicture.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/views/chartslot.h"
#include "app/desktop/views/docktitle.h"

#include <QActionGroup>
#include <QApplication>
#include <QButtonGroup>
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>
#include <QToolButton>

#include <array>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr std::array kGapSizes{0.0, 0.25, 0.5, 1.0, 2.0}; ///< least sizes, ATR

QAction* addCheck(QMenu& menu, const QString& words, bool on)
{
    QAction* action = menu.addAction(words);
    action->setCheckable(true);
    action->setChecked(on);
    return action;
}

} // namespace

ChartToolbar::ChartToolbar(ChartSlot& slot, charts::PriceChart& chart)
    : QObject(&slot)
    , m_slot(slot)
    , m_chart(chart)
    , m_tools(new QButtonGroup{this})
    , m_gapSides(new QActionGroup{this})
    , m_gapSizes(new QActionGroup{this})
{
    addTools();
    addAutoScale();
    addLayers();
    addPictures();
}

void ChartToolbar::addTools()
{
    using charts::ChartTool;
    struct Tool
    {
        ChartTool tool;
        QString icon;
        QString words;
    };
    const std::array tools{
        Tool{ChartTool::Pointer, u"cross"_s, tr("Pointer: move the view, read bars")},
        Tool{ChartTool::Measure, u"measure"_s, tr("Measure (Shift and drag)")},
        Tool{ChartTool::TrendLine, u"line"_s, tr("Trend line")},
        Tool{ChartTool::HorizontalLine, u"hline"_s, tr("Horizontal line")},
        Tool{ChartTool::Rectangle, u"rect"_s, tr("Rectangle")},
        Tool{ChartTool::Note, u"note"_s, tr("Note")}};
    for (const Tool& tool : tools) {
        QToolButton* button = iconButton(tool.icon, tool.words, &m_slot);
        button->setCheckable(true);
        button->setChecked(tool.tool == ChartTool::Pointer);
        m_tools->addButton(button, static_cast<int>(tool.tool));
        m_slot.addTool(button, ToolRoom::WhereThereIsSome);
    }
    connect(m_tools, &QButtonGroup::idClicked, &m_chart, [this](int id) {
        m_chart.setTool(static_cast<ChartTool>(id));
        m_chart.setFocus();
    });
    connect(&m_chart, &charts::PriceChart::toolChanged, this,
            [this](ChartTool tool) { m_tools->button(static_cast<int>(tool))->setChecked(true); });
}

void ChartToolbar::addAutoScale()
{
    auto* scale = iconButton(
        {}, tr("Autoscale: A follows the latest bars, F fits what is shown, – leaves prices alone"),
        &m_slot);
    const auto showLetter = [scale](charts::AutoScale mode) {
        scale->setText(charts::autoScaleLetter(mode));
    };
    showLetter(m_chart.autoScale());
    connect(scale, &QToolButton::clicked, &m_chart, &charts::PriceChart::cycleAutoScale);
    connect(&m_chart, &charts::PriceChart::autoScaleChanged, scale, showLetter);
    m_slot.addTool(scale);
}

void ChartToolbar::addLayers()
{
    auto* button = iconButton(u"layers"_s, tr("What the chart shows"), &m_slot);
    auto* menu = new QMenu{button};
    addPaneActions(*menu);
    menu->addSeparator();
    addGapActions(*menu);
    menu->addSeparator();
    m_logarithmic = addCheck(*menu, tr("Logarithmic prices (L)"), false);
    connect(m_logarithmic, &QAction::toggled, this, [this](bool on) {
        m_chart.setPriceScale(on ? charts::PriceScale::Logarithmic : charts::PriceScale::Linear);
        Q_EMIT changed();
    });
    connect(menu, &QMenu::aboutToShow, this, [this] { // the chart has a key for it
        m_logarithmic->setChecked(m_chart.priceScale() == charts::PriceScale::Logarithmic);
    });
    connect(menu->addAction(tr("Remove all drawings")), &QAction::triggered, this, [this] {
        m_chart.setDrawings({});
        Q_EMIT m_chart.drawingsChanged();
    });
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    m_slot.addTool(button);
}

void ChartToolbar::addPaneActions(QMenu& menu)
{
    menu.addSection(tr("Panes"));
    m_volume = addCheck(menu, tr("Volume"), true);
    connect(m_volume, &QAction::toggled, this, [this](bool on) {
        m_chart.setVolumePane(on ? charts::VolumePane::Shown : charts::VolumePane::Hidden);
        Q_EMIT changed();
    });
    for (const PaneKind kind : kAllPanes) {
        QAction* action = addCheck(menu, paneName(kind), kind == PaneKind::Adx);
        m_paneActions.push_back(action);
        connect(action, &QAction::toggled, this, [this] {
            Q_EMIT panesChanged();
            Q_EMIT changed();
        });
    }
}

void ChartToolbar::addGapActions(QMenu& menu)
{
    menu.addSection(tr("Gaps"));
    for (const QString& words : {tr("Bullish and bearish"), tr("Bullish only"), tr("Bearish only")})
    {
        m_gapSides->addAction(addCheck(menu, words, m_gapSides->actions().isEmpty()));
    }
    m_endedGaps = addCheck(menu, tr("Ended ones too"), true);
    QMenu* sizes = menu.addMenu(tr("Least size"));
    for (const double size : kGapSizes) {
        const QString words = size > 0.0 ? tr("%1 ATR").arg(size) : tr("Any");
        m_gapSizes->addAction(addCheck(*sizes, words, size == 0.0));
    }
    connect(m_gapSides, &QActionGroup::triggered, this, &ChartToolbar::showGaps);
    connect(m_gapSizes, &QActionGroup::triggered, this, &ChartToolbar::showGaps);
    connect(m_endedGaps, &QAction::triggered, this, &ChartToolbar::showGaps);
}

void ChartToolbar::showGaps()
{
    charts::GapDisplay display = m_chart.scene().gapDisplay;
    const auto side = m_gapSides->actions().indexOf(m_gapSides->checkedAction());
    const auto size = m_gapSizes->actions().indexOf(m_gapSizes->checkedAction());
    display.sides = static_cast<charts::GapSides>(side);
    display.leastAtr = kGapSizes[static_cast<std::size_t>(size)];
    display.ended = m_endedGaps->isChecked() ? charts::EndedGaps::Shown : charts::EndedGaps::Hidden;
    m_chart.setGapDisplay(display);
    Q_EMIT changed();
}

void ChartToolbar::addPictures()
{
    auto* button = iconButton(u"camera"_s, tr("Pictures of the chart"), &m_slot);
    auto* menu = new QMenu{button};
    QAction* copy = menu->addAction(tr("Copy picture"));
    copy->setShortcut(QKeySequence{Qt::ALT | Qt::Key_S});
    copy->setShortcutContext(Qt::WidgetShortcut);
    m_chart.addAction(copy);
    connect(copy, &QAction::triggered, this,
            [this] { QApplication::clipboard()->setImage(m_chart.picture()); });
    connect(menu->addAction(tr("Save as PNG…")), &QAction::triggered, this,
            [this] { savePicture(u"png"_s); });
    connect(menu->addAction(tr("Save as SVG…")), &QAction::triggered, this,
            [this] { savePicture(u"svg"_s); });
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    m_slot.addTool(button);
}

void ChartToolbar::savePicture(const QString& suffix)
{
    const QString name = u"%1-%2.%3"_s.arg(m_slot.market(), m_slot.timeframe(), suffix);
    auto* dialog =
        new QFileDialog{m_slot.window(), tr("Save picture"), name,
                        suffix == u"svg" ? tr("SVG pictures (*.svg)") : tr("PNG pictures (*.png)")};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const QString problem = writeChartPicture(m_chart, path);
        if (!problem.isEmpty()) {
            auto* box = new QMessageBox{QMessageBox::Warning, tr("Save picture"), problem,
                                        QMessageBox::Close, m_slot.window()};
            box->setAttribute(Qt::WA_DeleteOnClose);
            box->open();
        }
    });
    dialog->open();
}

std::vector<PaneKind> ChartToolbar::panes() const
{
    std::vector<PaneKind> chosen;
    for (std::size_t i = 0; i < kAllPanes.size(); ++i) {
        if (m_paneActions[i]->isChecked()) {
            chosen.push_back(kAllPanes[i]);
        }
    }
    return chosen;
}

void ChartToolbar::save(QSettings& settings, const QString& name) const
{
    settings.beginGroup(name);
    settings.setValue(u"volume"_s, m_volume->isChecked());
    settings.setValue(u"logarithmic"_s, m_logarithmic->isChecked());
    settings.setValue(u"endedgaps"_s, m_endedGaps->isChecked());
    settings.setValue(u"gapsides"_s, m_gapSides->actions().indexOf(m_gapSides->checkedAction()));
    settings.setValue(u"gapsize"_s, m_gapSizes->actions().indexOf(m_gapSizes->checkedAction()));
    for (std::size_t i = 0; i < m_paneActions.size(); ++i) {
        settings.setValue(u"pane%1"_s.arg(i), m_paneActions[i]->isChecked());
    }
    settings.endGroup();
}

void ChartToolbar::load(QSettings& settings, const QString& name)
{
    const auto choose = [&](const QActionGroup& group, const QString& key) {
        const auto actions = group.actions();
        const int index = settings.value(key, 0).toInt();
        actions[index >= 0 && index < actions.size() ? index : 0]->setChecked(true);
    };
    settings.beginGroup(name);
    m_volume->setChecked(settings.value(u"volume"_s, true).toBool());
    m_logarithmic->setChecked(settings.value(u"logarithmic"_s, false).toBool());
    m_endedGaps->setChecked(settings.value(u"endedgaps"_s, true).toBool());
    choose(*m_gapSides, u"gapsides"_s);
    choose(*m_gapSizes, u"gapsize"_s);
    for (std::size_t i = 0; i < m_paneActions.size(); ++i) {
        const bool standard = kAllPanes[i] == PaneKind::Adx;
        m_paneActions[i]->setChecked(settings.value(u"pane%1"_s.arg(i), standard).toBool());
    }
    settings.endGroup();
    showGaps();
}

} // namespace wick::desktop
