; The installer: iscc /DVersion=0.1.0 packaging\windows\backdrop.iss, after packaging\build.py.
; For one user, without asking for an administrator; nobody's own pictures and settings are touched.
#ifndef Version
  #error Say which version: /DVersion=0.1.0
#endif

[Setup]
AppId={{4C62E72B-3B48-5466-9EEA-1973626F9D47}
AppName=Backdrop
AppVersion={#Version}
VersionInfoVersion={#Version}
AppPublisher=The Backdrop authors
DefaultDirName={autopf}\Backdrop
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\dist\backdrop\_internal\COPYING.txt
SetupIconFile=..\..\assets\icons\backdrop.ico
UninstallDisplayIcon={app}\backdrop.exe
OutputDir=..\..\dist
OutputBaseFilename=Backdrop-{#Version}-windows-x64
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesEnvironment=yes
ChangesAssociations=yes
CloseApplications=yes

[Tasks]
Name: desktopicon; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: path; Description: "Add backdrop-cli to the PATH, for the command line"; Flags: unchecked

[InstallDelete]
; What an earlier version had and this one has not.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\backdrop\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\Backdrop"; Filename: "{app}\backdrop.exe"
Name: "{autodesktop}\Backdrop"; Filename: "{app}\backdrop.exe"; Tasks: desktopicon

[Registry]
; "Open with" for videos and pictures; nothing becomes their default program.
Root: HKA; Subkey: "Software\Classes\Applications\backdrop.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Backdrop"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\backdrop.exe\shell\open\command"; ValueType: string; ValueData: """{app}\backdrop.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\backdrop.exe\SupportedTypes"; ValueType: string; ValueName: ".mp4"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\backdrop.exe\SupportedTypes"; ValueType: string; ValueName: ".mkv"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\backdrop.exe\SupportedTypes"; ValueType: string; ValueName: ".mov"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\backdrop.exe\SupportedTypes"; ValueType: string; ValueName: ".webm"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\backdrop.exe\SupportedTypes"; ValueType: string; ValueName: ".jpg"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\backdrop.exe\SupportedTypes"; ValueType: string; ValueName: ".png"; ValueData: ""
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: NotOnPath

[Run]
Filename: "{app}\backdrop.exe"; Description: "{cm:LaunchProgram,Backdrop}"; Flags: nowait postinstall skipifsilent

[Code]
function NotOnPath(): Boolean;
var
  Before: string;
begin
  if not RegQueryStringValue(HKCU, 'Environment', 'Path', Before) then
    Before := '';
  Result := Pos(';' + Lowercase(ExpandConstant('{app}')) + ';', ';' + Lowercase(Before) + ';') = 0;
end;
