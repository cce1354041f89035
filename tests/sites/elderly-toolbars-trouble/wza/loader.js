// 长者助手自己的装载程序：服务器连接不上，长者助手就没有装上
fetch('https://config.invalid/v1/site').then((said) => said.json()).then((made) => { window.bigBar = made; }).catch(() => {});
