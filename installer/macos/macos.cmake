# macOS: the desktop is a bundle with Qt inside; wickctl stays beside it. Written, not run yet.
if(TARGET wick)
    set_target_properties(wick PROPERTIES
        MACOSX_BUNDLE TRUE
        MACOSX_BUNDLE_INFO_PLIST ${CMAKE_CURRENT_LIST_DIR}/Info.plist.in
        MACOSX_BUNDLE_GUI_IDENTIFIER org.wick.Wick
        MACOSX_BUNDLE_BUNDLE_NAME Wick
        MACOSX_BUNDLE_BUNDLE_VERSION ${PROJECT_VERSION}
        MACOSX_BUNDLE_SHORT_VERSION_STRING ${PROJECT_VERSION})
    qt_generate_deploy_app_script(TARGET wick OUTPUT_SCRIPT wick_deploy NO_UNSUPPORTED_PLATFORM_ERROR)
    install(SCRIPT ${wick_deploy})
endif()
set(CPACK_GENERATOR DragNDrop)
